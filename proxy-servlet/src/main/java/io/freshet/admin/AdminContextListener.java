package io.freshet.admin;

import io.freshet.proxy.Freshet;
import io.freshet.servlet.FreshetContextListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Map;
import java.util.Optional;

/** Puts the admin API into a web application, where {@code admin-path} says so. To be named after {@link FreshetContextListener}. */
public final class AdminContextListener implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Optional<Freshet> freshet = FreshetContextListener.in(context);
        freshet.flatMap(one -> one.config().admin().path()).ifPresent(path -> context.addServlet(
                        "freshet-admin",
                        new AdminServlet(new AdminRequestHandler(
                                new AdminApi(freshet.get().operations(), () -> false),
                                new AdminGuard(freshet.get().config().admin().token()),
                                Map.of())))
                .addMapping(path + "/*"));
    }
}
