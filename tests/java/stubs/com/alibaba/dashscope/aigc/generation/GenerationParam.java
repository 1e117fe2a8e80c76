package com.alibaba.dashscope.aigc.generation;

import com.alibaba.dashscope.common.Message;
import java.util.List;
import java.util.Map;

/** What the builders take from 2.19.4 on. */
public class GenerationParam {
    public static GenerationParamBuilder<?, ?> builder() {
        return null;
    }

    public void setModel(String model) {}

    public void setEnableThinking(Boolean thinking) {}

    public void setResultFormat(String format) {}

    public static class ResultFormat {
        public static String TEXT = "text";
        public static String MESSAGE = "message";
    }

    public abstract static class GenerationParamBuilder<
            C extends GenerationParam, B extends GenerationParamBuilder<C, B>> {
        public abstract B apiKey(String key);

        public abstract B model(String model);

        public abstract B prompt(String prompt);

        public abstract B messages(List<Message> messages);

        public abstract B resultFormat(String format);

        public abstract B incrementalOutput(Boolean incremental);

        public abstract B enableThinking(Boolean thinking);

        public abstract B temperature(Float temperature);

        public abstract B topP(Double topP);

        public abstract B maxTokens(Integer tokens);

        public abstract B enableSearch(Boolean search);

        public abstract B header(String name, String value);

        public abstract B thinkingBudget(Integer budget);

        public abstract B parameter(String name, Object value);

        public abstract B parameters(Map<? extends String, ? extends Object> parameters);

        public abstract C build();
    }
}
