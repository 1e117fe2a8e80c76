package com.alibaba.dashscope.common;

public class Message {
    public static MessageBuilder<?, ?> builder() {
        return null;
    }

    public String getContent() {
        return null;
    }

    public abstract static class MessageBuilder<C extends Message, B extends MessageBuilder<C, B>> {
        public abstract B role(String role);

        public abstract B content(String content);

        public abstract C build();
    }
}
