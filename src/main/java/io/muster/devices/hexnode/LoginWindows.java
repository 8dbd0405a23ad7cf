package io.muster.devices.hexnode;

import io.muster.preflight.Expectations.LoginWindow;
import io.muster.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether Hexnode Access takes people of a directory in on a platform, as Hexnode's pages say;
 * nothing of it can be asked by the API.
 *
 * @see <a
 *     href="https://www.hexnode.com/mobile-device-management/help/manage-login-to-macs-using-cloud-identity-providers-with-hexnode-access/">Hexnode
 *     Access on macOS</a>
 * @see <a
 *     href="https://www.hexnode.com/mobile-device-management/help/set-up-hexnode-access-to-allow-login-to-windows-using-idps/">Hexnode
 *     Access on Windows</a>
 */
final class LoginWindows {
  private static final Map<String, Offer> OFFERS =
      Map.of(
          "macos",
          new Offer(
              "macOS", "macOS 10.13 or newer", Set.of("Okta", "Entra ID", "Google Workspace")),
          "windows",
          new Offer(
              "Windows",
              "Windows 10 version 1803 or newer, and not on ARM",
              Set.of("Entra ID", "Google Workspace")));

  private LoginWindows() {}

  /** A finding for each connection and platform. */
  static List<Finding> findings(List<LoginWindow> windows) {
    var findings = new ArrayList<Finding>();
    for (var window : windows) {
      var offer = OFFERS.get(window.platform());
      if (offer != null) {
        findings.add(finding(window, offer));
      }
    }
    if (windows.stream().anyMatch(window -> window.policy() != null)) {
      findings.add(
          Finding.unknown(
              "Whether your plan of Hexnode has Hexnode Access cannot be read.",
              "Look in the portal under Policies, macOS, Security for Hexnode Access; it has been part of the plan Ultra only."));
    }
    return findings;
  }

  private static Finding finding(LoginWindow window, Offer offer) {
    var whom = "people of '%s' (%s)".formatted(window.connection(), window.directory());
    var supported = offer.directories().contains(window.directory());
    if (window.policy() == null) {
      return supported
          ? Finding.warns(
              "Hexnode Access takes %s in on %s, but access-deployment.dmn gives their machines no policy, so they keep the system's own sign-in."
                  .formatted(whom, offer.platform()),
              "Add a rule to access-deployment.dmn, or leave it so if that is meant.")
          : Finding.good(
              "%s keep the system's own sign-in on %s, where Hexnode Access is not offered for them."
                  .formatted(capital(whom), offer.platform()));
    }
    return supported
        ? Finding.good(
            "Hexnode Access takes %s in on %s (%s), by the policy '%s'."
                .formatted(whom, offer.platform(), offer.needs(), window.policy()))
        : Finding.warns(
            "Hexnode names no support of Hexnode Access on %s for %s, but access-deployment.dmn gives their machines '%s'."
                .formatted(offer.platform(), whom, window.policy()),
            "Try it on a spare machine before day one. If %s is not offered there, put a rule without a policy for the platform \"%s\" and the directory \"%s\" first in access-deployment.dmn."
                .formatted(window.directory(), window.platform(), window.connection()));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /**
   * What there is for one platform.
   *
   * @param needs which machines can have it
   * @param directories whose people it takes in
   */
  private record Offer(String platform, String needs, Set<String> directories) {}
}
