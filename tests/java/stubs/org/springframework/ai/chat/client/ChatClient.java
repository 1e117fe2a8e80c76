package org.springframework.ai.chat.client;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;

public interface ChatClient {
    static Builder builder(ChatModel model) {
        return null;
    }

    Request prompt(String text);

    interface Request {
        Request options(ChatOptions options);

        Request call();

        String content();
    }

    interface Builder {
        Builder defaultOptions(ChatOptions options);

        ChatClient build();
    }
}
