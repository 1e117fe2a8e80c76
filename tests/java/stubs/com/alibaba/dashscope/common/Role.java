package com.alibaba.dashscope.common;

public enum Role {
    SYSTEM,
    USER;

    public String getValue() {
        return null;
    }
}
