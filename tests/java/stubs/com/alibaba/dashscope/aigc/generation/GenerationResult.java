package com.alibaba.dashscope.aigc.generation;

public class GenerationResult {
    public GenerationOutput getOutput() {
        return null;
    }
}
