package org.springframework.ai.ollama.api;

public class OllamaOptions {
    public static Builder builder() {
        return null;
    }

    public abstract static class Builder {
        public abstract Builder model(String model);

        public abstract OllamaOptions build();
    }
}
