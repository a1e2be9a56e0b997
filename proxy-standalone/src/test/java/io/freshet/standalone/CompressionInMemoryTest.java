package io.freshet.standalone;

import java.util.Map;

class CompressionInMemoryTest extends CompressionContract {

    @Override
    Map<String, String> store() {
        return Map.of("store", "memory");
    }
}
