package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.JournalWords.Words;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words of {@link JournalWords}: plain enough for who never used a computer. */
final class JournalTables {
  /** What was done, and what was tried in vain, to be followed by why. */
  record Deed(Words done, Words tried) {}

  static final Map<String, Words> ROLES =
      table(
          "resident|住民|resident",
          "physician|医師|doctor",
          "nurse|看護師|nurse",
          "pharmacist|薬剤師|pharmacist",
          "crew|救急隊|ambulance crew",
          "facility|施設の職員|nursing-home staff",
          "emergency-desk|病院の救急外来|hospital emergency desk",
          "registrar|市の窓口の職員|town counter",
          "officer|個人情報保護の担当者|privacy officer",
          "operator|システムの運用担当|system operator",
          "custodian|記録の管理者|custodian of the records");

  static final Map<String, Words> PURPOSES =
      table(
          "TREAT|診療や介護|care and treatment",
          "COC|医療機関どうしの連携|coordination between institutions",
          "ETREAT|救急の対応|emergency care",
          "BTG|緊急の対応(同意なし)|emergency, without prior agreement",
          "ERTREAT|救急外来での診療|emergency-room treatment",
          "PATRQT|ご本人の希望|the resident's own wish",
          "FAMRQT|ご家族の希望|a family member's wish",
          "PWATRNY|代理人としての務め|acting as the resident's agent",
          "SUPNWK|支える人としての務め|supporting the resident",
          "PATADMIN|窓口の手続き|work at the counter",
          "HOPERAT|市の運営|running the service",
          "RECORDMGT|記録の管理|keeping the records",
          "HSYSADMIN|システムの管理|running the system",
          "HRESCH|研究|research",
          "PUBHLTH|公衆衛生|public health",
          "HPAYMT|医療費の事務|payment",
          "HMARKT|宣伝|marketing");

  static final Map<String, Words> CLASSES =
      table(
          "identity|名前や住所|name and address",
          "wishes|治療や介護についての希望|wishes about care",
          "contacts|家族などの連絡先|contacts",
          "medication|薬|medicines",
          "allergy|アレルギー|allergies",
          "problem|病名|conditions",
          "result|検査の結果|test results",
          "vital|血圧や体温など|blood pressure, temperature and the like",
          "procedure|手術や処置|procedures",
          "immunization|予防接種|vaccinations",
          "device|体に入れた機器など|devices",
          "document|文書|documents",
          "social|暮らしの様子|daily life",
          "care|介護や治療の計画|care plans",
          "encounter|受診や訪問|visits",
          "consent|同意や閲覧の記録|consents and this journal",
          "open|だれでも見られる情報|open data",
          "other|その他|other");

  /** Why it could be seen. */
  static final Map<String, Words> BASES =
      table(
          "SELF|ご本人の操作です|by the resident themselves",
          "PROXY|ご本人の代理人として認められた人です|as an authorised representative of the resident",
          "DIRECTIVE|ご本人の同意にもとづいています|with the resident's consent",
          "RECORDER|その記録を書いた機関です|as the institution that wrote the record",
          "REGISTER|市の窓口としての務めです|by the counter's duty to keep the register",
          "CUSTODIAN|記録を管理する務めです|by the duty to keep the records",
          "OVERSIGHT|個人情報が守られているかを確かめる務めです|by the duty to watch over privacy",
          "HAND_OVER|救急隊が、この病院へ申し送りました|as the crew handed over to this hospital",
          "WISH|ご本人の希望です|as the resident wishes",
          "SEALED|封印したときの、ご本人の同意にもとづいています|with the consent that held when it was sealed",
          "BREAK_GLASS|緊急のため、同意のないまま開きました。後で必ず確認されます"
              + "|in an emergency, without prior agreement; this is always reviewed afterwards");

  /** Why not. */
  static final Map<String, Words> REASONS =
      table(
          "DIRECTIVE_DENIES|ご本人が断っている|the resident refuses it",
          "NO_DIRECTIVE_COVERS|ご本人の同意がない|the resident has not agreed to it",
          "CONSENT_UNREADABLE|同意書の一部を読み取れない|a consent could not be read",
          "NO_RELATION|担当であることを確認できない|no care relation is known",
          "NOT_THE_RECORDER|その記録を書いた人ではない|they did not write it",
          "PATIENT_DIED|ご本人が亡くなり、見てよい期間が終わっている"
              + "|what permitted it ended with the resident's life",
          // A parent reads it too: it must not tell that there is something.
          "MINORS_CONFIDENCE|当てはまる記録がない|there was nothing that fits",
          "TOO_MANY_MEMBERSHIPS|所属が多すぎて確かめきれない" + "|they belong to more groups than can be checked",
          "ROLE_NEVER|その立場では認められていない|their role never may",
          "PURPOSE_NOT_FOR_ROLE|その立場では認められていない目的だった|their role may not ask for this purpose",
          "SESSION_ENDED|サインオンが終わっていた|their sign-on had ended",
          "DEVICE_NOT_REGISTERED|登録された端末ではなかった|it was no registered device",
          "DEVICE_REVOKED|端末の登録が取り消されていた|the device had been revoked",
          "DEVICE_OF_ANOTHER|別の機関の端末だった|the device was another organisation's",
          "ASSURANCE_TOO_LOW|より確かな本人確認が要る|it needs a surer sign-on",
          "SCOPE_TOO_NARROW|使ったアプリに許可がない|the app has no permission for it",
          "OUTSIDE_LAUNCH_PATIENT|使ったアプリに許可がない|the app was opened for somebody else",
          "SCOPE_QUERY_UNSUPPORTED|使ったアプリに許可がない|the app has no permission for it",
          "OUTSIDE_SCOPE_QUERY|使ったアプリに許可された範囲の外だった"
              + "|it was outside of what the app has permission for",
          "CLIENT_NOT_ASSESSED|使ったアプリが市の審査を受けていない|the app is not assessed by the city",
          "ASSESSMENT_EXPIRED|使ったアプリの審査の期限が切れている|the app's assessment has expired",
          "CLASS_NOT_ASSESSED|使ったアプリが市の審査を受けていない種類の情報だった"
              + "|the app is not assessed for such data",
          "WRONG_PASSCODE|合い言葉が違っていた|the passcode was wrong",
          "NOTHING_FOUND|当てはまる記録がない|there was nothing that fits",
          "REFUSED|受け付けられない求めだった|it could not be accepted");

  static final Map<String, Words> MARKS =
      table(
          "unusual-volume"
              + "|【注意】この人は、この時間に、ふだんよりとても多くの人の記録を見ています。個人情報保護の担当者に知らせる印を付けました"
              + "|Please note: around this time they looked at the records of far more people than usual."
              + " This is marked for the privacy officer",
          "without-incident|事案なしの照会です(出動の記録と結び付いていません)。個人情報保護の担当者に知らせる印を付けました"
              + "|This look-up was made without an incident: no ambulance call is tied to it. It is"
              + " marked for the privacy officer",
          "run-of-misses"
              + "|この人は、この時間に、見つからない照会をくり返しています。個人情報保護の担当者に知らせる印を付けました"
              + "|Around this time they made many look-ups that found nobody. It is marked for the"
              + " privacy officer",
          "glass-search"
              + "|緊急のため、意思表示のない人も含めて探しました。個人情報保護の担当者に知らせる印を付けました"
              + "|In a declared emergency they looked also among people who never chose. It is marked"
              + " for the privacy officer",
          "without-relation"
              + "|【注意】担当であることや救急の出動を確認できません。個人情報保護の担当者に知らせる印を付けました"
              + "|Please note: no care relation or ambulance call is known for this. It is marked for the"
              + " privacy officer");

  static final Words UNKNOWN_REASON = new Words("認められていない", "it is not permitted");

  private JournalTables() {}

  static Deed deed(AuditLine line) {
    return switch (line.kind()) {
      case READ -> deed("記録を見ました|記録を見ようとしました", "looked at the record|tried to look at the record");
      case QUERY -> deed("記録を調べました|記録を調べようとしました", "searched the record|tried to search the record");
      case CREATE ->
          deed("記録を書き加えました|記録を書き加えようとしました", "added to the record|tried to add to the record");
      case UPDATE ->
          deed("記録を書きかえました|記録を書きかえようとしました", "changed the record|tried to change the record");
      case DELETE ->
          deed("記録を消しました|記録を消そうとしました", "deleted from the record|tried to delete from the record");
      case EMERGENCY -> SealedWords.deed(line).orElse(EMERGENCY);
      case JOURNAL ->
          deed("この閲覧記録を見ました|この閲覧記録を見ようとしました", "read this journal|tried to read this journal");
      case EXPORT ->
          deed(
              "記録をまとめて取り出しました|記録をまとめて取り出そうとしました",
              "took the record out in bulk|tried to take the record out in bulk");
      case NOTIFY ->
          deed(
              "記録が変わったという知らせを受け取りました|記録が変わったという知らせを受け取るはずでした",
              "was told of a change to the record|was to be told of a change to the record");
      case DECISION ->
          deed(
              "記録を見てよいかどうかを確かめました(記録そのものは見ていません)|記録を見てよいかどうかを確かめようとしました",
              "asked whether the record may be seen, without seeing it"
                  + "|tried to ask whether the record may be seen");
      case BREAK_GLASS -> glass(line.glass());
      case HANDOVER -> HAND_OVERS.getOrDefault(line.fact("asked"), HANDED_OVER);
      case HANDOUT -> HANDOUTS.getOrDefault(line.fact("asked"), HANDED_OUT);
    };
  }

  private static final Deed EMERGENCY =
      deed("救急用の情報を見ました|救急用の情報を見ようとしました", "saw the emergency sheet|asked for the emergency sheet");

  private static final Deed HANDED_OUT =
      deed(
          "記録につながるものを扱いました|記録につながるものを扱おうとしました",
          "dealt with something that leads to the record"
              + "|tried to deal with something that leads to the record");

  /** By what was asked, see {@link Handouts}. */
  private static final Map<String, Deed> HANDOUTS =
      Map.ofEntries(
          Map.entry(
              "issue card",
              deed(
                  "救急用のカードを作りました|救急用のカードを作ろうとしました",
                  "made an emergency card|tried to make an emergency card")),
          Map.entry(
              "end card",
              deed(
                  "救急用のカードを使えなくしました|救急用のカードを使えなくしようとしました",
                  "ended an emergency card|tried to end an emergency card")),
          Map.entry(
              "list card",
              deed(
                  "救急用のカードの一覧を見ました|救急用のカードの一覧を見ようとしました",
                  "saw the list of emergency cards|tried to see the list of emergency cards")),
          Map.entry(
              "list sealed",
              deed(
                  "救急用の情報を封印して持っている端末の一覧を見ました|救急用の情報を封印して持っている端末の一覧を見ようとしました",
                  "saw which devices hold a sealed emergency sheet"
                      + "|tried to see which devices hold a sealed emergency sheet")),
          Map.entry(
              "issue paper",
              deed(
                  "希望を書いた書類を紙にしました|希望を書いた書類を紙にしようとしました",
                  "made the wishes into a paper|tried to make the wishes into a paper")),
          Map.entry(
              "ask paper",
              deed(
                  "紙を持っている人に、それが今も有効かどうかだけを答えました|紙が今も有効かどうかを答えられませんでした",
                  "told somebody who holds the paper whether it is still current, and nothing else"
                      + "|could not tell whether a paper is current")),
          Map.entry(
              "issue link",
              deed(
                  "書類を渡すためのリンクを作りました|書類を渡すためのリンクを作ろうとしました",
                  "made a link to hand over a document|tried to make a link to a document")),
          Map.entry(
              "end link",
              deed(
                  "書類を渡すためのリンクを使えなくしました|書類を渡すためのリンクを使えなくしようとしました",
                  "ended a link to a document|tried to end a link to a document")),
          Map.entry(
              "list link",
              deed(
                  "渡したリンクの一覧を見ました|渡したリンクの一覧を見ようとしました",
                  "saw the list of links|tried to see the list of links")),
          Map.entry(
              "open link",
              deed(
                  "渡されたリンクで書類を受け取りました|渡されたリンクで書類を受け取ろうとしました",
                  "received a document by a link|tried to receive a document by a link")));

  private static final Deed HANDED_OVER =
      deed(
          "救急隊から病院への申し送りを扱いました|救急隊から病院への申し送りを扱おうとしました",
          "dealt with a crew's hand-over to a hospital"
              + "|tried to deal with a crew's hand-over to a hospital");

  /** By what was asked, see {@link HandOvers}. */
  private static final Map<String, Deed> HAND_OVERS =
      Map.of(
          "send hand-over",
          deed(
              "搬送先の病院へ申し送りました|搬送先の病院へ申し送ろうとしました",
              "handed over to the hospital|tried to hand over to the hospital"),
          "list hand-overs",
          deed(
              "救急隊からの申し送りの一覧を見ました|救急隊からの申し送りの一覧を見ようとしました",
              "saw the list of hand-overs|tried to see the list of hand-overs"),
          "open hand-over",
          deed(
              "救急隊からの申し送りを開きました|救急隊からの申し送りを開こうとしました",
              "opened the crew's hand-over|tried to open a crew's hand-over"),
          "acknowledge hand-over",
          deed(
              "救急隊からの申し送りを受け取ったと答えました|救急隊からの申し送りを受け取ったと答えようとしました",
              "acknowledged the crew's hand-over|tried to acknowledge a crew's hand-over"),
          "end hand-over",
          deed(
              "病院への申し送りを終わらせました|病院への申し送りを終わらせようとしました",
              "ended the hand-over to the hospital|tried to end a hand-over to a hospital"),
          "tell family",
          deed(
              "救急車で病院へ運ばれることを、知らせてほしいと登録された人に知らせました|知らせてほしいと登録された人に知らせようとしました",
              "told those who are to be told that an ambulance takes the resident to a hospital"
                  + "|tried to tell those who are to be told"));

  private static Deed glass(AuditLine.Glass what) {
    return switch (what) {
      case BROKEN ->
          deed(
              "緊急の理由を述べて、同意のない記録を開く手続きをしました|緊急の理由を述べて、同意のない記録を開こうとしました",
              "declared an emergency to see what was not agreed to"
                  + "|tried to declare an emergency to see what was not agreed to");
      case ENDED ->
          deed(
              "同意のない記録を緊急に開いていたのを終えました|同意のない記録を緊急に開いていたのを終えようとしました",
              "ended seeing what was not agreed to in an emergency"
                  + "|tried to end seeing what was not agreed to in an emergency");
      case REVIEWED ->
          deed(
              "同意のない記録が緊急に開かれた件を確かめました|同意のない記録が緊急に開かれた件を確かめようとしました",
              "reviewed that an emergency was declared to see what was not agreed to"
                  + "|tried to review a declared emergency");
    };
  }

  static Deed deed(String ja, String en) {
    String[] japanese = ja.split("\\|");
    String[] english = en.split("\\|");
    return new Deed(new Words(japanese[0], english[0]), new Words(japanese[1], english[1]));
  }

  private static Map<String, Words> table(String... lines) {
    Map<String, Words> table = new LinkedHashMap<>();
    for (String line : lines) {
      String[] cells = line.split("\\|");
      table.put(cells[0], new Words(cells[1], cells[2]));
    }
    return table;
  }
}
