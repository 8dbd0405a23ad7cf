package io.muster.doors;

import jakarta.servlet.http.HttpServletRequest;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.util.ServletContextUtil;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Signs people in to the console, Tasklist, Cockpit and Admin at once: all of them share the
 * session that the engine's web applications keep.
 */
@Component
class ConsoleSessions {
  private final ObjectProvider<ProcessEngine> engine;

  ConsoleSessions(ObjectProvider<ProcessEngine> engine) {
    this.engine = engine;
  }

  /** Begins a new session for somebody whose password was right; one there was before ends. */
  void begin(HttpServletRequest request, String name) {
    var person = AuthenticationUtil.createAuthentication(engine.getObject(), name);
    person.setCacheValidationTime(
        ServletContextUtil.getAuthCacheValidationTime(request.getServletContext()));
    AuthenticationUtil.revalidateSession(request, person);
  }

  /** Ends the session, and with it that of the engine's web applications. */
  void end(HttpServletRequest request) {
    var session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
