package com.alibaba.cloud.ai.dashscope.chat;

/** Both spellings of the builder's methods. */
public class DashScopeChatOptions implements org.springframework.ai.chat.prompt.ChatOptions {
    public static DashscopeChatOptionsBuilder builder() {
        return null;
    }

    public void setModel(String model) {}

    public void setTemperature(Double temperature) {}

    public void setEnableThinking(Boolean thinking) {}

    public abstract static class DashscopeChatOptionsBuilder {
        public abstract DashscopeChatOptionsBuilder model(String model);

        public abstract DashscopeChatOptionsBuilder withModel(String model);

        public abstract DashscopeChatOptionsBuilder temperature(Double temperature);

        public abstract DashscopeChatOptionsBuilder withTemperature(Double temperature);

        public abstract DashscopeChatOptionsBuilder enableThinking(Boolean thinking);

        public abstract DashscopeChatOptionsBuilder withEnableThinking(Boolean thinking);

        public abstract DashScopeChatOptions build();
    }
}
