#include "generator/locate.h"

#include <yaml.h>

#include <memory>
#include <string>

namespace mesh::generator {

/// A document tree with line marks.
class Locator::Document {
 public:
  explicit Document(std::string_view text) {
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0) return;
    const std::unique_ptr<yaml_parser_t, decltype(&yaml_parser_delete)> close(&parser,
                                                                              yaml_parser_delete);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
    loaded_ = yaml_parser_load(&parser, &document_) != 0;
  }
  ~Document() {
    if (loaded_) yaml_document_delete(&document_);
  }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const yaml_node_t* root() { return loaded_ ? yaml_document_get_root_node(&document_) : nullptr; }
  const yaml_node_t* node(int id) { return yaml_document_get_node(&document_, id); }

 private:
  yaml_document_t document_{};
  bool loaded_ = false;
};

namespace {

struct Place {
  const yaml_node_t* value = nullptr;
  int line = 0;
};

int LineOfNode(const yaml_node_t* node) { return static_cast<int>(node->start_mark.line) + 1; }

template <class Document>
Place Member(Document& document, const yaml_node_t* node, std::string_view name) {
  if (node->type != YAML_MAPPING_NODE) return {};
  const auto& pairs = node->data.mapping.pairs;
  for (const yaml_node_pair_t* pair = pairs.start; pair < pairs.top; ++pair) {
    const yaml_node_t* key = document.node(pair->key);
    if (key == nullptr || key->type != YAML_SCALAR_NODE) continue;
    const std::string_view text(reinterpret_cast<const char*>(key->data.scalar.value),
                                key->data.scalar.length);
    if (text == name) return {document.node(pair->value), LineOfNode(key)};
  }
  return {};
}

template <class Document>
Place Element(Document& document, const yaml_node_t* node, std::int64_t index) {
  if (node->type != YAML_SEQUENCE_NODE) return {};
  const auto& items = node->data.sequence.items;
  if (index < 0 || index >= items.top - items.start) return {};
  const yaml_node_t* element = document.node(items.start[index]);
  return {element, element == nullptr ? 0 : LineOfNode(element)};
}

}  // namespace

Locator::Locator(std::string_view yaml) : yaml_(yaml) {}
Locator::~Locator() = default;

int Locator::LineOf(const Path& path) {
  if (!document_) document_ = std::make_unique<Document>(yaml_);
  Document& document = *document_;
  Place here{document.root(), 0};
  if (here.value == nullptr) return 0;
  here.line = LineOfNode(here.value);
  for (const Path::Step& step : path.steps()) {
    Place next;
    if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
      next = Member(document, here.value, attribute->name);
    } else if (const auto* key = std::get_if<KeyStep>(&step)) {
      next = Member(document, here.value, key->key);
    } else {
      next = Element(document, here.value, std::get<IndexStep>(step).index);
    }
    if (next.line == 0) break;
    here = next;
    if (here.value == nullptr) break;
  }
  return here.line;
}

}  // namespace mesh::generator
