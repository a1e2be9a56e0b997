package io.freshet.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.store.tiered.TieredStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decorator of a store does not override is forwarded, and what it must not forward it overrides. */
class ForwardingStoreTest {

    private static final CacheKey KEY = new CacheKey("a key");

    private static final StoredResponse RESPONSE = new StoredResponse(
            "v",
            StoredResponses.head(Clock.systemUTC()),
            proxy(StoredBody.class, (self, method, arguments) -> null),
            Instant.EPOCH,
            Validity.VALID);

    /** Something of each type that a method takes or returns; what returns is not what a method would make up. */
    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(CacheKey.class, KEY),
            Map.entry(String.class, "text"),
            Map.entry(Duration.class, Duration.ofSeconds(7)),
            Map.entry(StoredResponse.class, RESPONSE),
            Map.entry(StoredHead.class, RESPONSE.head()),
            Map.entry(InvalidationScope.class, InvalidationScope.Tag.named("t")),
            Map.entry(PurgeMode.class, PurgeMode.SOFT),
            Map.entry(Candidacy.class, new Candidacy(KEY, "v", 'g', "likeness")),
            Map.entry(List.class, new ArrayList<>(List.of(RESPONSE))),
            Map.entry(StoreWriter.class, StoreWriter.tooLarge()),
            Map.entry(Propagation.class, Propagation.THIS_NODE),
            Map.entry(Availability.class, Availability.BEHIND),
            Map.entry(Validity.class, Validity.INVALID),
            Map.entry(Election.class, new Election.Other()),
            Map.entry(CompletionStage.class, CompletableFuture.completedFuture(Optional.empty())),
            Map.entry(boolean.class, true),
            Map.entry(long.class, 77L));

    private record Call(Method method, List<Object> arguments) {}

    static Stream<Method> methods() {
        return Arrays.stream(CacheStore.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void every_method_goes_once_to_the_store_behind_with_what_it_was_given(Method method) throws Exception {
        List<Call> calls = new ArrayList<>();
        Object result = method.getReturnType() == void.class ? null : sample(method.getReturnType());
        CacheStore behind = proxy(CacheStore.class, (self, called, arguments) -> {
            calls.add(new Call(called, arguments == null ? List.of() : List.of(arguments)));
            return result;
        });
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(ForwardingStoreTest::sample)
                .toArray();

        Object returned = method.invoke(new ForwardingStore(behind) {}, arguments);

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).method().getName()).isEqualTo(method.getName());
        assertThat(calls.get(0).method().getParameterTypes()).isEqualTo(method.getParameterTypes());
        assertThat(calls.get(0).arguments())
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .containsExactly(arguments);
        assertThat(returned).isEqualTo(result);
    }

    /** A default would be inherited by a decorator in place of being forwarded. */
    @Test
    void no_method_of_a_store_has_a_default() {
        assertThat(methods()).noneMatch(Method::isDefault);
    }

    /** A fault is a miss, and a change while the store is away is owed; an operator who clears is told. */
    @Test
    void a_resilient_store_overrides_whatever_can_fail() {
        Set<String> written = Set.of("open", "freshen", "availability", "lookupAhead");
        assertThat(notOverridden(
                        ResilientStore.class,
                        method -> written.contains(method.getName())
                                || List.of(method.getExceptionTypes()).contains(StoreException.class)))
                .containsExactly("clear");
    }

    /** What is remembered in front must not outlive a change behind; a response of the near tier means nothing behind. */
    @Test
    void a_tiered_store_overrides_what_reads_or_changes_what_it_remembers() {
        Set<String> read = Set.of("lookup", "lookupAhead", "peek", "forget", "open", "clear", "atHand", "close");
        assertThat(notOverridden(
                        TieredStore.class,
                        method -> read.contains(method.getName())
                                || method.getReturnType() == Propagation.class
                                || List.of(method.getParameterTypes()).contains(StoredResponse.class)))
                .isEmpty();
    }

    private static List<String> notOverridden(Class<?> decorator, Predicate<Method> which) {
        return methods()
                .filter(which)
                .filter(method -> Arrays.stream(decorator.getDeclaredMethods())
                        .noneMatch(own -> own.getName().equals(method.getName())
                                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())))
                .map(Method::getName)
                .toList();
    }

    private static Object sample(Class<?> type) {
        Object sample = SAMPLES.get(type);
        if (sample != null) {
            return sample;
        }
        assertThat(type).as("a type without a sample").isInterface();
        return proxy(type, (self, method, arguments) -> null);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
