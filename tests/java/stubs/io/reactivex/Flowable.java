package io.reactivex;

public abstract class Flowable<T> {
    public abstract void blockingForEach(java.util.function.Consumer<? super T> each);
}
