package dev.langchain4j.community.model.dashscope;

public class QwenChatModel {
    public static QwenChatModelBuilder builder() {
        return null;
    }

    public String chat(String question) {
        return null;
    }

    public abstract static class QwenChatModelBuilder {
        public abstract QwenChatModelBuilder apiKey(String key);

        public abstract QwenChatModelBuilder modelName(String name);

        public abstract QwenChatModel build();
    }
}
