package com.alibaba.cloud.ai.dashscope.chat;

public class DashScopeChatModel implements org.springframework.ai.chat.model.ChatModel {}
