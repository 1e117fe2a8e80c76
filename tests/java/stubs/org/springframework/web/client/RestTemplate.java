package org.springframework.web.client;

public class RestTemplate {
    public <T> T postForObject(String url, Object request, Class<T> type) {
        return null;
    }
}
