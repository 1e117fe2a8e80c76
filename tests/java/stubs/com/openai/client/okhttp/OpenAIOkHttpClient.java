package com.openai.client.okhttp;

import com.openai.client.OpenAIClient;

public class OpenAIOkHttpClient {
    public static Builder builder() {
        return null;
    }

    public abstract static class Builder {
        public abstract Builder apiKey(String key);

        public abstract Builder baseUrl(String url);

        public abstract OpenAIClient build();
    }
}
