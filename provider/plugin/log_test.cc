#include "provider/plugin/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "provider/plugin/utf8.h"

namespace mesh::plugin {
namespace {

using nlohmann::json;
using ::testing::MatchesRegex;

Environment Env(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
}

class LogTest : public ::testing::Test {
 protected:
  std::string lines_;
  Log log_{LogLevel::kInfo, "mesh", [this](std::string_view line) { lines_ += line; }};
};

TEST_F(LogTest, LineIsOneJsonObjectWithTheFourKeysHostsNeedAsStrings) {
  log_.Warn("wrote \"x\"\n\tand\\more", {{"files", 3}, {"root", "/out"}});
  ASSERT_EQ(lines_.back(), '\n');
  ASSERT_EQ(std::count(lines_.begin(), lines_.end(), '\n'), 1);
  const json line = json::parse(lines_);
  EXPECT_EQ(line["@level"], "warn");
  EXPECT_EQ(line["@message"], "wrote \"x\"\n\tand\\more");
  EXPECT_EQ(line["@module"], "mesh");
  EXPECT_THAT(line["@timestamp"].get<std::string>(),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z"));
  EXPECT_EQ(line["files"], "3");
  EXPECT_EQ(line["root"], "/out");
}

TEST_F(LogTest, LevelsBelowTheLogsOwnAreNotWritten) {
  log_.Trace("no");
  log_.Debug("no");
  EXPECT_EQ(lines_, "");
  EXPECT_FALSE(log_.Wants(LogLevel::kDebug));
  log_.Info("yes");
  log_.Error("yes");
  EXPECT_EQ(std::count(lines_.begin(), lines_.end(), '\n'), 2);
}

TEST(Log, OffWritesNothingAtAll) {
  std::string lines;
  Log log(LogLevel::kOff, "mesh", [&](std::string_view line) { lines += line; });
  log.Error("no");
  log.Write(LogLevel::kOff, "no");
  EXPECT_EQ(lines, "");
}

TEST_F(LogTest, BytesThatAreNotUtf8AreReplacedInMessageKeyAndValue) {
  log_.Error("a\xFF", {{"k\xC0\xAF", "v\xED\xA0\x80"}});
  const json line = json::parse(lines_);  // refuses invalid UTF-8
  EXPECT_EQ(line["@message"], "a\uFFFD");
  EXPECT_EQ(line["k\uFFFD\uFFFD"], "v\uFFFD\uFFFD\uFFFD");
}

TEST_F(LogTest, NoLineReaches64KiBWhateverIsLogged) {
  const std::string control(200'000, '\x01');  // six bytes each once escaped
  log_.Error(control, {{"a", control}, {"b", control}});
  EXPECT_LT(lines_.size(), 64U * 1024);
  EXPECT_EQ(json::parse(lines_)["@level"], "error");
  lines_.clear();
  std::string wide;
  for (int i = 0; i < 50'000; ++i) wide += "\xF0\x9F\x98\x80";
  log_.Error(wide, {{"a", wide}});
  EXPECT_LT(lines_.size(), 64U * 1024);
  EXPECT_EQ(json::parse(lines_)["@level"], "error");
}

TEST(LogLevel, NearestVariableDecides) {
  EXPECT_EQ(LogLevelFrom(Env({})), LogLevel::kOff);
  EXPECT_EQ(LogLevelFrom(Env({{"TF_LOG", "WARN"}})), LogLevel::kWarn);
  EXPECT_EQ(LogLevelFrom(Env({{"TF_LOG", "warn"}, {"TF_LOG_PROVIDER", "DEBUG"}})),
            LogLevel::kDebug);
  EXPECT_EQ(LogLevelFrom(Env({{"TF_LOG_PROVIDER", "trace"}, {"TF_LOG_PROVIDER_MESH", "error"}})),
            LogLevel::kError);
  EXPECT_EQ(LogLevelFrom(Env({{"TF_LOG", "off"}})), LogLevel::kOff);
  EXPECT_EQ(LogLevelFrom(Env({{"TF_LOG", "json"}})), LogLevel::kTrace);
}

TEST(Utf8, WellFormedTextIsUnchanged) {
  const std::string text = "a\u00e9\u4e2d\U0001F600\uFFFF\U0010FFFF";
  EXPECT_EQ(ValidUtf8(text), text);
}

TEST(Utf8, EachByteOutsideAWellFormedSequenceBecomesOneReplacement) {
  const std::map<std::string, std::string> cases = {
      {"\x80", "\uFFFD"},                                // lone continuation
      {"\xC1\x81", "\uFFFD\uFFFD"},                      // overlong, two bytes
      {"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},            // overlong, three bytes
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
      {"\xE4\xB8", "\uFFFD\uFFFD"},                      // cut short at the end
      {"\xE4\xB8x", "\uFFFD\uFFFDx"},                    // cut short in the middle
  };
  for (const auto& [raw, expected] : cases) EXPECT_EQ(ValidUtf8(raw), expected);
}

TEST(Utf8, HeadNeverCutsACharacter) {
  EXPECT_EQ(Utf8Head("a\u4e2d", 3), "a");
  EXPECT_EQ(Utf8Head("a\u4e2d", 4), "a\u4e2d");
  EXPECT_EQ(Utf8Head("abc", 0), "");
}

}  // namespace
}  // namespace mesh::plugin
