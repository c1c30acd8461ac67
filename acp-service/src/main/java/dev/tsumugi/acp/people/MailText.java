package dev.tsumugi.acp.people;

/**
 * What a mail says. It names no patient and nothing of anybody's health: mail is read on the way,
 * and on screens that others see.
 */
public record MailText(String subject, String body) {
  /**
   * @param hub where the world finds the hub
   * @param code goes into the fragment of the link, which no server is sent
   */
  public static MailText invitation(String hub, String code) {
    String link = hub + "/my/#invitation=" + code;
    return new MailText(
        "つむぎ: あなたへの招待 / Tsumugi: an invitation for you",
        """
        ある方が、あなたを信頼して、つむぎで招待しています。
        次のリンクを開いてサインインすると、どなたからの何の招待かが分かります。
        引き受けるかどうかは、それから決められます。リンクは14日間、一度だけ使えます。

        %s

        心当たりのないときは、このメールを捨ててください。何も起きません。

        --
        Somebody who trusts you has invited you on Tsumugi. Open the link above and sign on
        to see who it is and what it is about; then decide. It works once, for 14 days.
        If this means nothing to you, delete this mail: nothing will happen.
        """
            .formatted(link));
  }
}
