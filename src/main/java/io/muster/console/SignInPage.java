package io.muster.console;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people sign in, to the console and to Tasklist and Cockpit at once. */
@Controller
class SignInPage implements ConsolePage {
  @GetMapping("/console/sign-in")
  String signIn(
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String failed,
      @RequestParam(required = false) @Nullable String out,
      Model page) {
    page.addAttribute("to", to == null ? "" : to);
    page.addAttribute("failed", failed != null);
    page.addAttribute("out", out != null);
    return "console/sign-in";
  }
}
