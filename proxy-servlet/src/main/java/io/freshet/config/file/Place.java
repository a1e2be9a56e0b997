package io.freshet.config.file;

import io.freshet.config.ConfigException;

/**
 * Where something stands in a configuration file.
 *
 * @param file the file's name as the operator wrote it
 * @param line from 1 on
 * @param path the keys that lead there, for example {@code rules[1].then.ttl}; empty for the top
 */
record Place(String file, int line, String path) {

    Place at(int otherLine, String otherPath) {
        return new Place(file, otherLine, otherPath);
    }

    /** The path of {@code key} from the top. */
    String under(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    ConfigException wrong(String sentence) {
        return new ConfigException(file + ":" + line + ": " + sentence);
    }

    /** For example {@code freshet.yaml:12: rules[1].then.ttl}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + path;
    }
}
