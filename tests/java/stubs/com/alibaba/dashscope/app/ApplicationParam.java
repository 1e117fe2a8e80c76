package com.alibaba.dashscope.app;

public class ApplicationParam {
    public static ApplicationParamBuilder builder() {
        return null;
    }

    public abstract static class ApplicationParamBuilder {
        public abstract ApplicationParamBuilder appId(String id);

        public abstract ApplicationParamBuilder prompt(String prompt);

        public abstract ApplicationParam build();
    }
}
