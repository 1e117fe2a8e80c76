package com.alibaba.dashscope.aigc.multimodalconversation;

import com.alibaba.dashscope.common.MultiModalMessage;
import java.util.List;

/** No `resultFormat` and no `prompt`. */
public class MultiModalConversationParam {
    public static MultiModalConversationParamBuilder<?, ?> builder() {
        return null;
    }

    public abstract static class MultiModalConversationParamBuilder<
            C extends MultiModalConversationParam, B extends MultiModalConversationParamBuilder<C, B>> {
        public abstract B apiKey(String key);

        public abstract B model(String model);

        public abstract B messages(List<MultiModalMessage> messages);

        public abstract B enableThinking(Boolean thinking);

        public abstract B parameter(String name, Object value);

        public abstract C build();
    }
}
