package org.springframework.ai.chat.prompt;

public interface ChatOptions {}
