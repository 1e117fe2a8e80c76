package dev.langchain4j.model.openai;

import java.util.Map;

public class OpenAiChatModel {
    public static OpenAiChatModelBuilder builder() {
        return null;
    }

    public String chat(String question) {
        return null;
    }

    public abstract static class OpenAiChatModelBuilder {
        public abstract OpenAiChatModelBuilder apiKey(String key);

        public abstract OpenAiChatModelBuilder baseUrl(String url);

        public abstract OpenAiChatModelBuilder modelName(String name);

        public abstract OpenAiChatModelBuilder customParameters(Map<String, Object> parameters);

        public abstract OpenAiChatModel build();
    }
}
