package com.openai.client;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

public interface OpenAIClient {
    Chat chat();

    interface Chat {
        Completions completions();
    }

    interface Completions {
        ChatCompletion create(ChatCompletionCreateParams params);
    }
}
