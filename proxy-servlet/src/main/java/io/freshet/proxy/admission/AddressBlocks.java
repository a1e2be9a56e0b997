package io.freshet.proxy.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** IP addresses, alone or in blocks (RFC 4632, RFC 4291 §2.3). */
public final class AddressBlocks {

    private static final class Block {

        private final byte[] address;
        private final int prefix;

        Block(byte[] address, int prefix) {
            this.address = address;
            this.prefix = prefix;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = prefix / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != other[i]) {
                    return false;
                }
            }
            int mask = 0xff << (8 - prefix % 8) & 0xff;
            return mask == 0 || (address[whole] & mask) == (other[whole] & mask);
        }
    }

    private final List<Block> blocks;

    private AddressBlocks(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** Those that are written so: an address, perhaps with a slash and how many of its first bits count. */
    public static AddressBlocks of(List<String> texts) {
        return new AddressBlocks(texts.stream().map(AddressBlocks::block).toList());
    }

    private static Block block(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        int bits = address.length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        return new Block(address, Math.min(prefix, bits));
    }

    /** Whether {@code address} is one of them; never asks a name server. */
    boolean contain(String address) {
        if (blocks.isEmpty()) {
            return false;
        }
        byte[] bytes = bytes(address.replaceAll("[\\[\\]]", "").replaceFirst("%.*", ""));
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    /** None for what is no literal. */
    private static byte[] bytes(String literal) {
        boolean isLiteral = literal.indexOf(':') >= 0 || literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        try {
            return isLiteral ? InetAddress.getByName(literal).getAddress() : new byte[0];
        } catch (UnknownHostException malformed) {
            return new byte[0];
        }
    }
}
