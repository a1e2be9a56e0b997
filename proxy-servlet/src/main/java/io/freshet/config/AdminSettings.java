package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who may do what an operator does, and where. */
public final class AdminSettings {

    private static final SettingTable RESTART = new SettingTable(Group.ADMIN);
    private static final Syntax<Optional<String>> PATH = Syntax.optional(
            "none, or a path of letters, digits and / . _ -, such as /.freshet",
            Pattern.compile("(/\\.?[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){1,8}"));
    private static final Syntax<List<AddressBlock>> BLOCKS = Syntax.list(
            "IP addresses, perhaps with / and the length of a prefix, with commas between, or none",
            AddressBlock::parse);

    public static final Setting<AdminAddress> ADMIN = RESTART.setting("admin", "ADDRESS", "auto", AdminAddress.syntax())
            .help("where the admin API listens; auto is 127.0.0.1 and the port after the proxy's, if that is free");
    public static final Setting<Optional<String>> ADMIN_TOKEN = RESTART.secret("admin-token")
            .help("what callers of the admin API must send; needed where others than this machine can reach it");
    public static final Setting<Optional<String>> ADMIN_PATH = RESTART.setting("admin-path", "PATH", "none", PATH)
            .help("where in the WAR the admin API is, such as /.freshet; needs admin-token");
    public static final Setting<List<AddressBlock>> PURGE_FROM = RESTART.setting(
                    "purge-from", "ADDRESSES", "none", BLOCKS)
            .help("addresses whose PURGE of a URL is taken on the public port, such as 10.0.0.0/8,::1; others get 405");

    static final List<Setting<?>> ALL = RESTART.settings();

    private AdminSettings() {}

    static AdminConfig read(SettingReader settings) throws ConfigException {
        AdminConfig admin = new AdminConfig(
                settings.value(ADMIN),
                settings.value(ADMIN_TOKEN),
                settings.value(ADMIN_PATH),
                settings.value(PURGE_FROM));
        if (admin.address() instanceof AdminAddress.At at
                && !at.onlyHere()
                && admin.token().isEmpty()) {
            throw new ConfigException("admin at " + at.host()
                    + " can be reached from elsewhere: set admin-token, or listen at 127.0.0.1 alone.");
        }
        if (admin.path().isPresent() && admin.token().isEmpty()) {
            throw new ConfigException("admin-path is where clients are, too: set admin-token with it.");
        }
        return admin;
    }
}
