// Calls the operators of the picture library with sizes, boxes and files that make sense, nearly do, or do not at all:
//
//   fuzz <folder of JPEG files> <cases> [first]
//
// Every call must end with a result or an exception; what else happens the sanitizers tell that it is built with. A case
// is a function of its number.
#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "parallel.h"

namespace {

using Bytes = std::vector<uint8_t>;
using torch::jit::Stack;

struct Chance {
  explicit Chance(uint64_t seed) : engine(seed) {}

  int64_t whole(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(engine); }
  double real(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine); }
  bool once(int in) { return whole(1, in) == 1; }
  template <class T>
  T of(std::initializer_list<T> list) { return list.begin()[whole(0, static_cast<int64_t>(list.size()) - 1)]; }

  // A side of a picture: mostly small, at times a strip.
  int64_t side() { return once(20) ? whole(1, 3000) : whole(1, 48); }
  // A number that nobody should believe.
  int64_t hostile() {
    constexpr auto low = std::numeric_limits<int64_t>::min(), high = std::numeric_limits<int64_t>::max();
    return of<int64_t>({0, -1, (1 << 24) + 1, -(1 << 24) - 1, int64_t{1} << 31, (int64_t{1} << 32) + 4, int64_t{1} << 53, low, high});
  }
  int64_t hostileOr(int64_t value) { return once(25) ? hostile() : value; }
  float hostileOr(float value) {
    if (!once(40)) return value;
    constexpr float infinity = std::numeric_limits<float>::infinity();
    return of<float>({0, std::numeric_limits<float>::quiet_NaN(), infinity, -infinity, 1e30f, -3e38f, 1e-40f});
  }

  std::mt19937_64 engine;
};

at::Tensor tensorOf(const std::vector<int64_t>& shape, at::ScalarType type) { return at::empty(shape, type); }

at::Tensor pixels(Chance& chance, const std::vector<int64_t>& shape, bool bytes) {
  at::Tensor t = tensorOf(shape, bytes ? at::kByte : at::kFloat);
  if (bytes) for (int64_t i = 0; i < t.numel(); i++) t.data_ptr<uint8_t>()[i] = static_cast<uint8_t>(chance.engine());
  else for (int64_t i = 0; i < t.numel(); i++) t.data_ptr<float>()[i] = chance.hostileOr(static_cast<float>(chance.real(-0.1, 1.1)));
  return t;
}

at::Tensor floats(Chance& chance, const std::vector<int64_t>& shape, const std::vector<float>& about, double spread) {
  at::Tensor t = tensorOf(shape, at::kFloat);
  for (int64_t i = 0; i < t.numel(); i++)
    t.data_ptr<float>()[i] = chance.hostileOr(about[i % about.size()] + static_cast<float>(chance.real(-spread, spread)));
  return t;
}

Stack call(const char* name, Stack stack) {
  c10::Dispatcher::singleton().findSchemaOrThrow(name, "").callBoxed(&stack);
  return stack;
}

std::string filter(Chance& chance) {
  return chance.of<const char*>({"nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"});
}
std::string padMode(Chance& chance) { return chance.of<const char*>({"zeros", "border", "reflection"}); }

// A file as it is, cut short, with bytes changed, with a piece of itself elsewhere, or noise.
Bytes damaged(Chance& chance, const std::vector<Bytes>& files) {
  Bytes bytes = files[chance.whole(0, static_cast<int64_t>(files.size()) - 1)];
  const int64_t size = static_cast<int64_t>(bytes.size());
  switch (chance.whole(0, 6)) {
    case 0:
      break;
    case 1:
      bytes.resize(chance.whole(0, size));
      break;
    case 2:
      for (int64_t k = chance.whole(1, 8); k > 0; k--) bytes[chance.whole(0, size - 1)] ^= 1 << chance.whole(0, 7);
      break;
    case 3:
      for (int64_t k = chance.whole(1, 4); k > 0; k--) bytes[chance.whole(0, std::min<int64_t>(size - 1, 700))] = chance.engine();
      break;
    case 4: {
      const int64_t from = chance.whole(0, size - 1), to = chance.whole(0, size - 1), n = std::min(size - std::max(from, to), size / 4);
      std::copy_n(Bytes(bytes).begin() + from, n, bytes.begin() + to);
      break;
    }
    case 5: {
      const Bytes tail(static_cast<size_t>(chance.whole(0, 600)), 0);
      bytes.insert(bytes.end() - std::min<int64_t>(size, chance.whole(0, 40)), tail.begin(), tail.end());
      break;
    }
    default:
      for (auto& byte : bytes) byte = chance.engine();
      if (size > 3 && chance.once(2)) bytes[0] = 0xFF, bytes[1] = 0xD8, bytes[2] = 0xFF;
  }
  return bytes;
}

// Whose threads work.
int64_t team(Chance& chance) { return chance.whole(0, 1); }

struct Fuzzer {
  std::vector<Bytes> files;
  std::filesystem::path folder;
  std::vector<int64_t> caches;  // their numbers

  // Where the files of one case lie: cases may run at the same time.
  std::vector<std::string> write(Chance& chance, int64_t n, uint64_t id) const {
    std::vector<std::string> paths;
    for (int64_t i = 0; i < n; i++) {
      paths.push_back((folder / (std::to_string(id) + "-" + std::to_string(i) + ".jpg")).string());
      if (chance.once(30)) continue;  // not there, or an earlier one
      const Bytes bytes = damaged(chance, files);
      std::ofstream(paths.back(), std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    return paths;
  }

  // Pictures or files, what is to become of them, and where they are kept.
  struct Batch {
    c10::List<std::string> files;
    c10::List<at::Tensor> pictures;
    at::Tensor geometry;
    std::string fit;  // in its place
    std::vector<double> numbers;
    std::vector<int64_t> streams;
    int64_t n;
    int64_t cache;
    c10::List<int64_t> keys;
  };

  // Caches that cases share, so that one finds what another has left; they are small, and at times there is none of that number.
  int64_t cache(Chance& chance) const {
    if (chance.once(2)) return 0;
    return chance.once(40) ? chance.hostile() : caches[chance.whole(0, static_cast<int64_t>(caches.size()) - 1)];
  }

  Batch batch(Chance& chance, uint64_t id, int64_t height, int64_t width) const {
    Batch made{c10::List<std::string>(), c10::List<at::Tensor>(), at::Tensor(), "", {}, {}, chance.whole(0, 4), cache(chance), c10::List<int64_t>()};
    for (int64_t i = chance.once(30) ? chance.whole(0, 4) : made.n; i > 0; i--) made.keys.push_back(chance.whole(0, 40));
    const bool fromFiles = chance.once(2), fits = chance.once(2);
    const auto paths = write(chance, fromFiles ? made.n : 0, id);
    made.geometry = tensorOf({made.n, 11}, at::kLong);
    for (int64_t i = 0; i < made.n; i++) {
      int64_t w = chance.side(), h = chance.side();
      made.files.push_back(fromFiles ? paths[i] : "");
      if (!fromFiles) made.pictures.push_back(pixels(chance, {3, h, w}, true));
      else if (chance.once(2)) w = 48, h = 32;  // what most files have
      const bool inside = chance.once(2);
      const int64_t boxWidth = inside ? chance.whole(0, w) : chance.whole(0, 2 * w), boxHeight = inside ? chance.whole(0, h) : chance.whole(0, 2 * h);
      const int64_t left = inside ? chance.whole(0, w - boxWidth) : chance.whole(-w, w), top = inside ? chance.whole(0, h - boxHeight) : chance.whole(-h, h);
      const int64_t x = chance.once(3) ? chance.whole(0, 9) : 0, y = chance.once(3) ? chance.whole(0, 9) : 0;
      const bool same = chance.once(4);
      const int64_t row[] = {left, top, same ? width : boxWidth, same ? height : boxHeight, width + x, height + y, x, y, w, h,
                             chance.once(4) ? chance.whole(1, 8) : 1};
      for (int64_t c = 0; c < 11; c++) made.geometry.data_ptr<int64_t>()[11 * i + c] = chance.once(60) ? chance.hostile() : row[c];
    }
    if (!fits) return made;
    made.fit = chance.of<const char*>({"crop", "pad", "squish", "larger", "cut", "part"});
    if (made.fit == "larger") made.numbers = {double(chance.hostileOr(chance.whole(0, 40)))};
    if (made.fit == "part") made.numbers = range(chance);
    if (chance.once(2)) made.streams = words(chance, made.n);
    return made;
  }

  // Those of the part of a picture.
  static std::vector<double> range(Chance& chance) {
    const double shape = chance.real(0.1, 3), area = chance.real(0.001, 1);
    std::vector<double> numbers = {shape, chance.real(shape, 4), chance.once(2) ? 1 : chance.real(0.01, 1)};
    if (chance.once(2)) numbers.insert(numbers.end(), {area, chance.real(area, 1)});
    for (auto& number : numbers) number = chance.hostileOr(static_cast<float>(number));
    return numbers;
  }

  // Of the random streams of `n` pictures.
  static std::vector<int64_t> words(Chance& chance, int64_t n) {
    std::vector<int64_t> numbers(static_cast<size_t>(chance.once(30) ? chance.whole(0, 13) : 4 * n));
    for (auto& number : numbers) number = chance.once(200) ? chance.hostile() : chance.whole(0, UINT32_MAX);
    return numbers;
  }

  // Rows of random changes: of geometry, or of light.
  static std::vector<double> changes(Chance& chance, bool ofLight) {
    std::vector<double> rows;
    for (int64_t i = chance.whole(0, 3); i > 0; i--) {
      const double low = chance.real(0, 1);
      for (const double number : {double(ofLight ? chance.whole(5, 7) : chance.whole(0, 4)), chance.real(0, 1.2), double(chance.whole(0, 1)), low,
                                  chance.real(low, 1)})
        rows.push_back(chance.hostileOr(static_cast<float>(number)));
    }
    return rows;
  }

  // Puts on the stack what is done next to `n` pictures, or nothing, and the number of threads.
  static Stack withNext(Chance& chance, int64_t n, Stack stack) {
    const bool isPart = chance.once(4);
    const int64_t whole = chance.hostileOr(isPart ? n + chance.whole(0, 3) : n);
    std::vector<int64_t> places;
    if (isPart) for (int64_t i = 0; i < n; i++) places.push_back(chance.hostileOr(chance.whole(0, std::max<int64_t>(n, 1) - 1)));
    // Draws for that many pictures would take their memory: what is too much is refused elsewhere.
    torch::jit::push(stack, std::min<int64_t>(whole, 1000), places);
    torch::jit::push(stack, chance.once(3) ? std::vector<int64_t>() : words(chance, 3));
    for (auto& argument : drawnPass(chance)) stack.push_back(std::move(argument));
    torch::jit::push(stack, chance.whole(1, 4), team(chance));
    return stack;
  }

  // What a pass draws from its streams, and does.
  static Stack drawnPass(Chance& chance) {
    const auto size = [&] { return chance.once(2) ? std::vector<int64_t>() : std::vector<int64_t>{chance.hostileOr(chance.side()), chance.hostileOr(chance.side())}; };
    std::vector<double> mean, std;
    if (chance.once(2)) mean = {0.5, 0.4, chance.hostileOr(0.3f)}, std = {0.2, chance.hostileOr(0.2f), 0.3};
    return {changes(chance, false), size(), padMode(chance), chance.once(2), chance.once(2) ? range(chance) : std::vector<double>(), size(),
            changes(chance, true), mean, std};
  }

  void loadPictures(Chance& chance, uint64_t id) const {
    const int64_t height = chance.side(), width = chance.side();
    Batch made = batch(chance, id, height, width);
    call("onecycle::load_pictures", withNext(chance, made.n, {made.files, made.pictures, made.fit.empty() ? c10::IValue(made.geometry) : c10::IValue(), made.fit,
                                     made.numbers, made.streams, chance.hostileOr(chance.whole(0, 2000)), std::vector<int64_t>{chance.hostileOr(height), chance.hostileOr(width)}, filter(chance),
                                     padMode(chance), chance.once(2), chance.once(2), chance.once(2), chance.once(4), int64_t{1} << 24,
                                     made.cache, made.keys, chance.once(8), chance.once(8)}));
    if (chance.once(9)) call("onecycle::cache_drop", {caches[0], int64_t{0}});
    if (chance.once(9)) call("onecycle::cache_state", {caches[0]});
  }

  void loadAugmented(Chance& chance, uint64_t id) const {
    const int64_t frameHeight = chance.side(), frameWidth = chance.side(), height = chance.side(), width = chance.side();
    Batch made = batch(chance, id, frameHeight, frameWidth);
    at::Tensor crops = tensorOf({made.n, 4}, at::kDouble);
    for (int64_t i = 0; i < made.n; i++) {
      const double h = chance.real(0.5, frameHeight), w = chance.real(0.5, frameWidth);
      const double row[] = {chance.real(0, frameHeight - h), chance.real(0, frameWidth - w), h, w};
      for (int c = 0; c < 4; c++) crops.data_ptr<double>()[4 * i + c] = chance.hostileOr(static_cast<float>(row[c]));
    }
    const std::vector<int64_t> frame{chance.hostileOr(frameHeight), chance.hostileOr(frameWidth)}, size{chance.hostileOr(height), chance.hostileOr(width)};
    const double density = chance.hostileOr(static_cast<float>(chance.real(0, 2)));
    if (made.fit.empty())
      call("onecycle::load_augmented", {made.files, made.pictures, made.geometry, frame, maps(chance, made.n), crops, size, padMode(chance), density,
                                        chance.once(2), chance.once(4), int64_t{1} << 24, chance.whole(1, 4), team(chance)});
    else
      call("onecycle::load_drawn",
           withNext(chance, made.n, {made.files, made.pictures, chance.once(9) ? made.fit : chance.of<const char*>({"crop", "pad", "squish"}), made.streams,
            chance.hostileOr(chance.whole(0, 2000)), frame, changes(chance, false), range(chance), size, padMode(chance), density, chance.once(2),
            chance.once(2), chance.once(4), int64_t{1} << 24, made.cache, made.keys, chance.once(8), chance.once(8)}));
  }

  static at::Tensor maps(Chance& chance, int64_t n) {
    at::Tensor t = floats(chance, {n, 3, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1}, chance.of<double>({0, 0.2, 2, 1000}));
    return t;
  }

  void augment(Chance& chance, uint64_t) const {
    const int64_t n = chance.whole(0, 3), h = chance.side(), w = chance.side(), height = chance.side(), width = chance.side();
    const bool hasMaps = chance.once(2), crops = chance.once(2), normalizes = chance.once(2);
    const int64_t inHeight = hasMaps ? height : h, inWidth = hasMaps ? width : w;
    const int64_t cropHeight = chance.whole(1, inHeight), cropWidth = chance.whole(1, inWidth);
    std::vector<int64_t> crop, cropSize;
    if (crops) {
      crop = {chance.whole(0, inHeight - cropHeight), chance.whole(0, inWidth - cropWidth), cropHeight, cropWidth};
      for (auto& number : crop) number = chance.hostileOr(number);
      cropSize = {chance.hostileOr(chance.side()), chance.hostileOr(chance.side())};
    }
    std::vector<double> mean, std;
    if (normalizes) mean = {0.5, 0.4, chance.hostileOr(0.3f)}, std = {0.2, chance.hostileOr(0.2f), 0.3};
    call("onecycle::augment",
         {pixels(chance, {n, 3, h, w}, chance.once(2)), hasMaps ? c10::IValue(maps(chance, n)) : c10::IValue(),
          std::vector<int64_t>{chance.hostileOr(height), chance.hostileOr(width)}, padMode(chance), chance.once(2), crop, cropSize,
          chance.once(2) ? c10::IValue(floats(chance, {n, 3, 4}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}, 0.5)) : c10::IValue(), mean, std,
          chance.whole(1, 4), team(chance)});
  }

  void augmentDrawn(Chance& chance, uint64_t) const {
    Stack stack{pixels(chance, {chance.whole(0, 3), 3, chance.side(), chance.side()}, chance.once(2)), words(chance, 3)};
    for (auto& argument : drawnPass(chance)) stack.push_back(std::move(argument));
    const bool byOperators = chance.once(3);
    if (!byOperators) torch::jit::push(stack, chance.whole(1, 4), team(chance));
    call(byOperators ? "onecycle::augment_drawn_by_operators" : "onecycle::augment_drawn", std::move(stack));
  }

  void policy(Chance& chance, uint64_t) const {
    const int64_t n = chance.whole(0, 3), each = chance.whole(0, 3), channels = chance.of<int64_t>({1, 3});
    c10::List<std::string> ops;
    std::vector<double> magnitudes;
    for (int64_t i = 0; i < n * each; i++) {
      ops.push_back(chance.of<const char*>({"identity", "shearX", "shearY", "translateX", "translateY", "rotate", "brightness", "color",
                                            "contrast", "sharpness", "posterize", "solarize", "autoContrast", "equalize"}));
      magnitudes.push_back(chance.hostileOr(static_cast<float>(chance.once(2) ? chance.real(-1, 8) : chance.real(-150, 255))));
    }
    std::vector<double> fill;
    for (int64_t i = chance.of<int64_t>({0, 1, channels}); i > 0; i--) fill.push_back(chance.hostileOr(static_cast<float>(chance.real(0, 255))));
    call("onecycle::policy",
         {pixels(chance, {n, channels, chance.side(), chance.side()}, true), ops, magnitudes, chance.once(2), fill, chance.whole(1, 4), team(chance)});
  }

  void decode(Chance& chance, uint64_t id) const {
    const Bytes bytes = damaged(chance, files);
    at::Tensor t = tensorOf({static_cast<int64_t>(bytes.size())}, at::kByte);
    std::copy(bytes.begin(), bytes.end(), t.data_ptr<uint8_t>());
    c10::List<std::string> paths;
    for (const auto& path : write(chance, chance.whole(0, 4), id)) paths.push_back(path);
    c10::List<int64_t> keys;
    for (size_t i = 0; i < paths.size(); i++) keys.push_back(chance.whole(0, 40));
    call("onecycle::picture_headers", {paths, int64_t{1} << 24, cache(chance), keys, chance.whole(1, 4), team(chance)});
    call("onecycle::check_pictures", {paths, chance.once(2), chance.once(2), int64_t{1} << 24, chance.whole(1, 4), team(chance)});
    call("onecycle::decode_jpeg", {t, chance.once(2), chance.once(2), chance.once(4), chance.once(9) ? chance.hostile() : int64_t{1} << 24});
  }

  // Whether the call had a result.
  bool run(uint64_t number) const {
    Chance chance(number);
    try {
      switch (chance.whole(0, 6)) {
        case 0:
        case 1:
          loadPictures(chance, number);
          break;
        case 2:
          loadAugmented(chance, number);
          break;
        case 3:
          augment(chance, number);
          break;
        case 4:
          augmentDrawn(chance, number);
          break;
        case 5:
          policy(chance, number);
          break;
        default:
          decode(chance, number);
      }
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }
};

// Whether teams of one thread each work at the same time, and the batches of one team one after the other, where some wait for a disk, too.
bool teamsWorkBesideEachOther() {
  std::atomic<int> there{0};
  const auto meet = [&](int64_t number) {
    onecycle::forEachItem(1, {1, number}, onecycle::Need::soon, [&] {
      return [&](int64_t, onecycle::Turn& turn) {
        turn.take();
        there++;
        for (int i = 0; there < 2 && i < 30000; i++) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      };
    });
  };
  std::thread other([&] { meet(8); });
  meet(7);
  other.join();
  std::atomic<int> working{0}, most{0}, done{0};
  const auto work = [&](onecycle::Need need) {
    onecycle::forEachItem(50, {2, 7}, need, [&] {
      return [&](int64_t i, onecycle::Turn& turn) {
        if (i % 3 == 0 && need == onecycle::Need::soon) turn.giveAwayToWait();
        turn.take();
        const int now = ++working;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) continue;
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        working--, done++;
      };
    });
  };
  std::vector<std::thread> batches;
  for (int i = 0; i < 6; i++) batches.emplace_back(work, i % 3 == 0 ? onecycle::Need::now : onecycle::Need::soon);
  for (auto& batch : batches) batch.join();
  return there == 2 && most <= 2 && done == 300;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    fprintf(stderr, "fuzz <folder of JPEG files> <cases> [first]\n");
    return 2;
  }
  Fuzzer fuzzer;
  for (const auto& entry : std::filesystem::directory_iterator(words[1])) {
    if (entry.path().extension() != ".jpg") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    fuzzer.files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (fuzzer.files.empty()) {
    fprintf(stderr, "there are no JPEG files in %s\n", words[1]);
    return 2;
  }
  fuzzer.folder = std::filesystem::temp_directory_path() / ("onecycle-fuzz-" + std::to_string(getpid()));
  std::filesystem::create_directories(fuzzer.folder);
  for (const int64_t budget : {0, 5000, 1 << 20}) fuzzer.caches.push_back(call("onecycle::cache_make", {budget})[0].toInt());
  const uint64_t cases = std::strtoull(words[2], nullptr, 10), first = count > 3 ? std::strtoull(words[3], nullptr, 10) : 0;
  uint64_t results = 0;
  for (uint64_t i = first; i < first + cases; i += 2) {
    // Two at a time, as batches are read: natively they share their threads.
    bool other = false;
    std::thread beside([&] { other = i + 1 < first + cases && fuzzer.run(i + 1); });
    results += fuzzer.run(i);
    beside.join();
    results += other;
    if (i % 1000 == 0) std::filesystem::remove_all(fuzzer.folder), std::filesystem::create_directories(fuzzer.folder);
  }
  if (!teamsWorkBesideEachOther()) {
    fprintf(stderr, "teams are in each other's way, or more threads of one work than may\n");
    return 1;
  }
  // A forked process has none of the threads that did all this, and makes its own.
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    alarm(120);
    for (uint64_t i = first; i < first + 50; i++) fuzzer.run(i);
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
    fprintf(stderr, "a forked process cannot go on: status %d\n", status);
    return 1;
  }
  std::filesystem::remove_all(fuzzer.folder);
  printf("%llu cases, %llu with a result, %llu refused\n", static_cast<unsigned long long>(cases), static_cast<unsigned long long>(results),
         static_cast<unsigned long long>(cases - results));
  return results == 0 || results == cases;
}
