package io.muster.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Says on a page of the console why another one is not shown. */
@Controller
@ControllerAdvice(assignableTypes = {ConsoleErrors.class, ConsolePage.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleErrors {
  @GetMapping("/console/{page:(?!assets$|sign-in$|sign-out$).+}/**")
  ModelAndView unknown() {
    throw PageRefused.noSuchPage();
  }

  @ExceptionHandler
  ModelAndView refused(PageRefused refused, HttpServletRequest request) {
    var page = new ModelAndView("console/refused", refused.status());
    page.addObject("status", refused.status().value());
    page.addObject("title", refused.title());
    page.addObject("remedy", refused.getMessage());
    if (request.getUserPrincipal() instanceof Authentication signedIn) {
      page.addObject("viewer", Viewer.of(signedIn));
    }
    return page;
  }

  /** A filter in the address that says nothing is no reason for a page of code. */
  @ExceptionHandler
  ModelAndView unreadable(
      MethodArgumentTypeMismatchException unreadable, HttpServletRequest asked) {
    var page = refused(PageRefused.noSuchPage(), asked);
    page.setStatus(HttpStatus.NOT_FOUND);
    return page;
  }
}
