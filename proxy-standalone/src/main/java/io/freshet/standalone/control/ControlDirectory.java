package io.freshet.standalone.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The directory of control sockets: one per user, private to them. */
public final class ControlDirectory {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private ControlDirectory() {}

    /**
     * Where the directory may be, the best place first. A proxy takes the first that works; a client looks into all of them,
     * because a service and a login of one user need not agree about {@code XDG_RUNTIME_DIR}.
     */
    public static List<Path> candidates(Map<String, String> environment) {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(text -> text.startsWith("/"))
                .ifPresent(text -> candidates.add(Path.of(text, "freshet")));
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
        candidates.add(Path.of(System.getProperty("java.io.tmpdir"), "freshet-" + user));
        return candidates;
    }

    /** Makes the directory where there is none. */
    static void create(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException thereAlready) {
            // The owner and the permissions are checked next.
        }
    }

    /**
     * Makes sure that no other user can put a socket into the directory or reach one in it.
     *
     * @throws IOException if it is none, is open to others, or is another user's; the message says which
     */
    static void check(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw new IOException(directory + " is no directory");
        }
        if (!PRIVATE.containsAll(attributes.permissions())) {
            throw new IOException(directory + " is open to other users");
        }
        // The user is the owner of the files that this process makes: a user ID may have no name, as in many
        // containers.
        Path probe = Files.createTempFile(directory, "owner", null);
        try {
            if (!Files.getOwner(probe).equals(attributes.owner())) {
                throw new IOException(directory + " belongs to another user");
            }
        } finally {
            Files.delete(probe);
        }
    }
}
