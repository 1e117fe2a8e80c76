package com.openai.models.chat.completions;

import com.openai.core.JsonValue;

public class ChatCompletionCreateParams {
    public static Builder builder() {
        return null;
    }

    public abstract static class Builder {
        public abstract Builder model(String model);

        public abstract Builder addUserMessage(String text);

        public abstract Builder temperature(double temperature);

        public abstract Builder putAdditionalBodyProperty(String name, JsonValue value);

        public abstract ChatCompletionCreateParams build();
    }
}
