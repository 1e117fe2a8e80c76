package com.alibaba.dashscope.aigc.generation;

import com.alibaba.dashscope.common.Message;
import java.util.List;

public class GenerationOutput {
    public String getText() {
        return null;
    }

    public List<Choice> getChoices() {
        return null;
    }

    public static class Choice {
        public Message getMessage() {
            return null;
        }
    }
}
