package dev.tsumugi.acp.paper;

/** How papers look: large, black on white, one face of type that is embedded. */
final class PaperStyle {
  static final String FONT = "Noto Sans JP";

  static final String COMMON =
      "*{font-family:'"
          + FONT
          + "';font-weight:400;font-style:normal}body{margin:0;color:#000;line-height:1.5}"
          + "h1,h2,p,ul{margin:0;padding:0}ul{list-style-type:none}"
          + "li{margin:0 0 2mm 0;word-wrap:break-word}.note{border:0.5mm solid #000;padding:2mm;"
          + "margin:3mm 0}.proof{float:right;width:48mm;text-align:center;font-size:8pt;"
          + "word-wrap:break-word}.kana{font-size:60%}.printed{margin-top:4mm;font-size:8pt}"
          + ".block h2{border-bottom:0.4mm solid #000;margin:4mm 0 2mm 0}";

  static final String PLAN =
      "@page{size:A4;margin:16mm}body{font-size:12pt}h1{font-size:18pt;margin-bottom:4mm}"
          + "h2{font-size:14pt}.name{font-size:18pt}.qr{width:30mm;height:30mm}"
          + ".head{min-height:44mm}.block{page-break-inside:auto}";

  static final String SHEET =
      "@page{size:A4;margin:12mm}body{font-size:13pt;line-height:1.35}"
          + "h1{font-size:22pt;margin-bottom:3mm}h2{font-size:15pt}.name{font-size:24pt}"
          + ".qr{width:32mm;height:32mm}.head{min-height:46mm}li{margin:0 0 1mm 0}";

  static final String CARD =
      "@page{size:85.6mm 54mm;margin:3mm}body{font-size:7.5pt;line-height:1.3}"
          + ".card{page-break-inside:avoid}.back{page-break-before:always}.title{font-size:9pt}"
          + ".name{font-size:12pt}.small{font-size:6.5pt}li{margin:0}.side{float:left;width:40mm}"
          + ".qr{width:36mm;height:36mm}";

  private PaperStyle() {}
}
