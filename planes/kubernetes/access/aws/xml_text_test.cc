#include "planes/kubernetes/access/aws/xml_text.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

using Texts = std::map<std::string, std::string>;

TEST(XmlTextTest, ReadsElementsByPath) {
  EXPECT_EQ(
      XmlTexts("<?xml version=\"1.0\"?>\n<a xmlns=\"https://x/>y\">\n <b>1 &amp; 2</b><b>3</b>"
               "<c/><d e='f' >&#65;&lt;</d ></a>\n"),
      (Texts{{"a", "\n "}, {"a/b", "1 & 2"}, {"a/c", ""}, {"a/d", "A<"}}));
}

TEST(XmlTextTest, RefusesWhatItIsNotMadeFor) {
  for (const std::string text : {"",
                                 "   ",
                                 "text",
                                 "<a>",
                                 "</a>",
                                 "<a></b>",
                                 "<a><b></a></b>",
                                 "<a>&unknown;</a>",
                                 "<a>&#0;</a>",
                                 "<a>&#300;</a>",
                                 "<a>& b</a>",
                                 "<!DOCTYPE a><a/>",
                                 "<a><![CDATA[x]]></a>",
                                 "<a><!-- x --></a>",
                                 "<a/><b/>",
                                 "<a/>x",
                                 "x<a/>",
                                 "<a b=\"></a>",
                                 "<?xml",
                                 "<a",
                                 "< a/>",
                                 "<a><b</a>"}) {
    EXPECT_EQ(XmlTexts(text), std::nullopt) << text;
  }
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "<a>";
  for (int i = 0; i < 40; ++i) deep += "</a>";
  EXPECT_EQ(XmlTexts(deep), std::nullopt);
}

}  // namespace
}  // namespace mesh
