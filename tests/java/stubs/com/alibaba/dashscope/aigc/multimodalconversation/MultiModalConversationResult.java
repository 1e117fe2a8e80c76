package com.alibaba.dashscope.aigc.multimodalconversation;

public class MultiModalConversationResult {}
