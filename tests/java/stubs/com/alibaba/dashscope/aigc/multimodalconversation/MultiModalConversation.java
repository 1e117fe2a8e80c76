package com.alibaba.dashscope.aigc.multimodalconversation;

public class MultiModalConversation {
    public MultiModalConversationResult call(MultiModalConversationParam param) throws Exception {
        return null;
    }
}
