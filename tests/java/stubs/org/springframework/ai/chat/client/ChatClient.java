package org.springframework.ai.chat.client;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;

public interface ChatClient {
    static Builder builder(ChatModel model) {
        return null;
    }

    interface Builder {
        Builder defaultOptions(ChatOptions options);

        ChatClient build();
    }
}
