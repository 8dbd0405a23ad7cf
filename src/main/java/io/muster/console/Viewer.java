package io.muster.console;

import io.muster.doors.Role;
import java.util.Set;
import org.springframework.security.core.Authentication;

/**
 * Whoever looks at a page.
 *
 * @param name the sign-in name
 * @param roles what the person is here
 */
record Viewer(String name, Set<Role> roles) {
  static Viewer of(Authentication signedIn) {
    return new Viewer(signedIn.getName(), Role.among(signedIn.getAuthorities()));
  }

  /** Whether the person may open the page. */
  public boolean opens(Page page) {
    return Rights.opens(roles, page);
  }

  /** The same for templates, which know the page by its name. */
  public boolean opens(String page) {
    return opens(Page.valueOf(page));
  }

  /** Whether the person sees this on the page. */
  public boolean sees(Page page, Field field) {
    return Rights.sees(roles, page, field);
  }

  /** The same for templates, which know both by their names. */
  public boolean sees(String page, String field) {
    return sees(Page.valueOf(page), Field.valueOf(field));
  }

  /**
   * For whoever answers a request for the page.
   *
   * @throws PageRefused if the person may not open it
   */
  void demand(Page page) {
    if (!opens(page)) {
      throw PageRefused.notForYourGroups();
    }
  }

  /** Whether a question to this group is one to this person. */
  boolean isIn(String group) {
    return roles.stream().anyMatch(role -> role.group().equals(group));
  }

  /** True for whoever sees only what waits for an answer of theirs. */
  boolean onlyDecides() {
    return opens(Page.CASE) && !opens(Page.PERSON);
  }
}
