package io.freshet.servlet;

import io.freshet.config.ConfigException;
import io.freshet.config.SettingSource;
import io.freshet.config.file.ConfigFile;
import io.freshet.proxy.Freshet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops a {@link Freshet} with the web application, configured by context parameters. A wrong configuration fails
 * the deployment: a listener's exception does so in every container, a servlet's does not.
 */
public final class FreshetContextListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(FreshetContextListener.class);
    private static final String FRESHET = Freshet.class.getName();

    /** The one that was started in a web application. */
    public static Optional<Freshet> in(ServletContext context) {
        return Optional.ofNullable((Freshet) context.getAttribute(FRESHET));
    }

    /** @throws IllegalStateException if a parameter is missing or wrong, with a sentence that says what to do */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            SettingSource parameters =
                    SettingSource.contextParameters(name -> Optional.ofNullable(context.getInitParameter(name)));
            SettingSource environment = SettingSource.environment(System.getenv());
            Freshet freshet = Freshet.start(
                    () -> ConfigFile.reader(parameters, environment).proxyConfig());
            context.setAttribute(FRESHET, freshet);
            LOG.info(
                    "Freshet serves {} at {}/; store: {}",
                    freshet.config().origin().url(),
                    context.getContextPath(),
                    freshet.storeNote());
        } catch (ConfigException wrong) {
            throw new IllegalStateException(wrong.getMessage(), wrong);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        in(event.getServletContext()).ifPresent(Freshet::close);
    }
}
