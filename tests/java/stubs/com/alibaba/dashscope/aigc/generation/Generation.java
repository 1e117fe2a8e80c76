package com.alibaba.dashscope.aigc.generation;

public class Generation {
    public Generation() {}

    public Generation(String protocol, String baseUrl) {}

    public GenerationResult call(GenerationParam param) throws Exception {
        return null;
    }

    public io.reactivex.Flowable<GenerationResult> streamCall(GenerationParam param) throws Exception {
        return null;
    }
}
