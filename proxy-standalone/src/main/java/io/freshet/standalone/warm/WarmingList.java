package io.freshet.standalone.warm;

import java.util.List;

/**
 * What a list has.
 *
 * @param targets in the list's order
 * @param bad one sentence for each entry that is neither URL nor path, with its place
 */
record WarmingList(List<WarmingTarget> targets, List<String> bad) {

    /** The most URLs that are asked for in one go; some 200 MB. */
    static final int MOST = 1_000_000;
}
