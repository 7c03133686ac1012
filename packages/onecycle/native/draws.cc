#include "draws.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "exact.h"

namespace onecycle {

namespace {

constexpr Matrix identity{1, 0, 0, 0, 1, 0, 0, 0, 1};
// What torch computes with: a product or sum of such numbers is rounded once.
using Matrix32 = std::array<float, 9>;

using Values = std::vector<double>;

// A number for each of `n` pictures, `neutral` with probability 1 − p.
Values drawMasked(int64_t n, Rng& rng, const std::function<double()>& sample, const Change& change, double neutral, double p) {
  Values values(n);
  if (change.batch) std::fill(values.begin(), values.end(), sample());
  else for (double& value : values) value = sample();
  if (p == 1) return values;
  if (change.batch) {
    if (!(rng.uniform() < p)) std::fill(values.begin(), values.end(), neutral);
  } else {
    for (double& value : values)
      if (!(rng.uniform() < p)) value = neutral;
  }
  return values;
}

// The product, in the order and the precision of the numbers.
template <class Number>
std::array<Number, 9> product(const std::array<Number, 9>& a, const std::array<Number, 9>& b) {
  std::array<Number, 9> c;
  for (int row = 0; row < 3; row++)
    for (int column = 0; column < 3; column++) {
      const Number x = a[3 * row] * b[column], y = a[3 * row + 1] * b[3 + column], z = a[3 * row + 2] * b[6 + column];
      c[3 * row + column] = Number{0} + x + y + z;
    }
  return c;
}

Matrix32 affine(float a, float b, float c, float d, float e, float f) { return {a, b, c, d, e, f, 0, 0, 1}; }

std::vector<Matrix32> drawMatrices(const Change& change, int64_t n, Rng& rng) {
  std::vector<Matrix32> matrices;
  auto masked = [&](const std::function<double()>& sample, double neutral) {
    return drawMasked(n, rng, sample, change, neutral, change.p);
  };
  switch (change.kind) {
    case Change::flip:
      for (const double flipped : masked([] { return 1.0; }, 0)) matrices.push_back(affine(static_cast<float>(1 - 2 * flipped), 0, 0, 0, 1, 0));
      break;
    case Change::dihedral: {
      constexpr float signsX[] = {1, -1, 1, -1, -1, 1, 1, -1}, signsY[] = {1, 1, -1, 1, -1, -1, 1, -1}, keepsAxes[] = {1, 1, 1, 0, 1, 0, 0, 0};
      for (const double drawn : masked([&] { return double(rng.whole(0, 7)); }, 0)) {
        const auto k = static_cast<int>(drawn);
        const float x = signsX[k], y = signsY[k], kept = keepsAxes[k];
        matrices.push_back(affine(x * kept, x * (1 - kept), 0, y * (1 - kept), y * kept, 0));
      }
      break;
    }
    case Change::rotate:
      for (const double degrees : masked([&] { return rng.uniform(-change.high, change.high); }, 0)) {
        const float angle = static_cast<float>(degrees) * static_cast<float>(M_PI) / 180;
        const auto cosine = static_cast<float>(std::cos(double(angle))), sine = static_cast<float>(std::sin(double(angle)));
        matrices.push_back(affine(cosine, sine, 0, -sine, cosine, 0));
      }
      break;
    default: {
      const Values zooms = masked([&] { return rng.uniform(change.low, change.high); }, 1);
      auto centre = [&] { return drawMasked(n, rng, [&] { return rng.uniform(); }, change, 0, 1); };
      const Values xs = centre(), ys = centre();
      for (int64_t i = 0; i < n; i++) {
        const float s = 1 / static_cast<float>(zooms[i]);
        auto offset = [&](double at) { return (1 - s) * (2 * static_cast<float>(at) - 1); };
        matrices.push_back(affine(s, 0, offset(xs[i]), 0, s, offset(ys[i])));
      }
    }
  }
  return matrices;
}

// Turns pixels and not the unit square: x and y are as long as the picture is wide and high.
Matrix32 inProportion(const Matrix32& m, int height, int width) {
  const auto y = static_cast<float>(double(height) / width), x = static_cast<float>(double(width) / height);
  return affine(m[0], m[1] * y, m[2], m[3] * x, m[4], m[5]);
}

// The perspective that takes the corners to where the draws x and y move them, by Gauss and Jordan's elimination.
Matrix perspective(double x, double y) {
  constexpr double corners[4][2] = {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
  const double targets[4][2] = {{-1 - y, -1 - x}, {-1 + y, 1 + x}, {1 + y, -1 + x}, {1 - y, 1 - x}};
  double rows[8][9];
  for (int i = 0; i < 4; i++) {
    const double px = corners[i][0], py = corners[i][1], u = targets[i][0], v = targets[i][1];
    const double two[2][9] = {{u, v, 1, 0, 0, 0, -px * u, -px * v, px}, {0, 0, 0, u, v, 1, -py * u, -py * v, py}};
    std::copy(&two[0][0], &two[0][0] + 18, &rows[2 * i][0]);
  }
  for (int column = 0; column < 8; column++) {
    int pivot = column;
    double largest = 0;
    for (int r = column; r < 8; r++)
      if (std::abs(rows[r][column]) > largest) pivot = r, largest = std::abs(rows[r][column]);
    if (rows[pivot][column] == 0) throw std::domain_error("these points define no perspective map");
    if (pivot != column) std::swap_ranges(rows[pivot], rows[pivot] + 9, rows[column]);
    for (int r = 0; r < 8; r++) {
      if (r == column) continue;
      const double factor = rows[r][column] / rows[column][column];
      for (int k = column; k < 9; k++) rows[r][k] -= factor * rows[column][k];
    }
  }
  Matrix m;
  for (int i = 0; i < 8; i++) m[i] = rows[i][8] / rows[i][i];
  m[8] = 1;
  return m;
}

std::vector<Matrix> drawWarps(const Change& change, int64_t n, Rng& rng) {
  auto masked = [&] {
    return drawMasked(n, rng, [&] { return rng.uniform(-change.high, change.high); }, change, 0, change.p);
  };
  const Values xs = masked(), ys = masked();
  std::vector<Matrix> warps;
  for (int64_t i = 0; i < n; i++) warps.push_back(perspective(xs[i], ys[i]));
  return warps;
}

// Whether the denominator is positive on the whole square; it is linear, so its corners tell.
bool isRegular(const Matrix& m) {
  for (const double x : {-1.0, 1.0})
    for (const double y : {-1.0, 1.0})
      if (!(m[6] * x + m[7] * y + m[8] > 0)) return false;
  return true;
}

double logitOf(double level) {
  const double low = 1e-7f, high = static_cast<float>(1 - 1e-7);
  return -std::log(1 / std::min(std::max(double(static_cast<float>(level)), low), high) - 1);
}

LightMatrix diagonal(double scale, double shift) { return {scale, 0, 0, shift, 0, scale, 0, shift, 0, 0, scale, shift}; }

LightMatrix towardsGrey(double factor) {
  constexpr double shares[] = {0.2989, 0.587, 0.114};  // of red, green and blue (ITU-R 601-2)
  LightMatrix m{};
  for (int c = 0; c < 3; c++)
    for (int k = 0; k < 3; k++) m[4 * c + k] = (1 - factor) * shares[k] + (k == c ? factor : 0);
  return m;
}

// First `a`, then `b`.
LightMatrix inTurn(const LightMatrix& a, const LightMatrix& b) {
  LightMatrix m;
  for (int row = 0; row < 12; row += 4)
    for (int column = 0; column < 4; column++) {
      const double sum = 0 + b[row] * a[column] + b[row + 1] * a[4 + column] + b[row + 2] * a[8 + column];
      m[row + column] = column == 3 ? sum + b[row + 3] : sum;
    }
  return m;
}

// To the nearest whole number, from the middle to the even one, as Python rounds.
double roundHalfEven(double x) {
  const double down = std::floor(x), rest = x - down;
  if (rest != 0.5) return rest < 0.5 ? down : down + 1;
  return std::fmod(down, 2) == 0 ? down : down + 1;
}

Part largestPart(const PartRange& range, int height, int width) {
  const double shape = double(width) / height;
  const double w = std::trunc(range.share * (shape > range.shapes[1] ? std::trunc(height * range.shapes[1]) : width));
  const double h = std::trunc(range.share * (shape < range.shapes[0] ? std::trunc(width / range.shapes[0]) : height));
  return {std::floor((height - h) / 2), std::floor((width - w) / 2), h, w};
}

void check(bool good, const char* what) {
  if (!good) throw std::invalid_argument(what);
}

}  // namespace

std::vector<Change> changesOf(at::ArrayRef<double> rows, bool ofLight) {
  check(rows.size() % 5 == 0, "random changes are rows of five numbers");
  const int first = ofLight ? Change::brightness : Change::flip, last = ofLight ? Change::saturation : Change::warp;
  std::vector<Change> changes;
  for (const double* row = rows.begin(); row != rows.end(); row += 5) {
    check(std::all_of(row, row + 5, [](double x) { return std::isfinite(x); }) && row[0] >= first && row[0] <= last,
          "there is no such random change");
    changes.push_back({static_cast<Change::Kind>(row[0]), row[1], row[2] != 0, row[3], row[4]});
  }
  return changes;
}

std::optional<std::vector<Matrix>> drawMaps(const std::vector<Change>& changes, int64_t n, int height, int width, Rng& rng) {
  std::vector<Matrix32> matrices(n, affine(1, 0, 0, 0, 1, 0));
  for (const Change& change : changes) {
    if (change.kind == Change::warp) continue;
    const auto drawn = drawMatrices(change, n, rng);
    for (int64_t i = 0; i < n; i++) matrices[i] = product(matrices[i], drawn[i]);
  }
  std::vector<Matrix> warps;
  for (const Change& change : changes) {
    if (change.kind != Change::warp) continue;
    const auto drawn = drawWarps(change, n, rng);
    if (warps.empty()) {
      warps = drawn;
      continue;
    }
    for (int64_t i = 0; i < n; i++) {
      warps[i] = product(drawn[i], warps[i]);
      const double last = warps[i][8];
      for (double& entry : warps[i]) entry /= last;
    }
  }
  std::vector<Matrix> maps(n);
  for (int64_t i = 0; i < n; i++) {
    const Matrix32 turned = inProportion(matrices[i], height, width);
    std::copy(turned.begin(), turned.end(), maps[i].begin());
    if (!warps.empty()) maps[i] = product(warps[i], maps[i]);
    if (!isRegular(maps[i])) return std::nullopt;
  }
  return maps;
}

std::vector<LightMatrix> drawLights(const std::vector<Change>& changes, int64_t n, Rng& rng) {
  std::vector<LightMatrix> lights(n, diagonal(1, 0));
  for (const Change& change : changes) {
    const double max = change.high;
    const bool isBrightness = change.kind == Change::brightness;
    auto level = [&] { return rng.uniform(0.5 * (1 - max), 0.5 * (1 + max)); };
    auto factor = [&] { return std::exp(rng.uniform(std::log(1 - max), -std::log(1 - max))); };
    const Values drawn = isBrightness ? drawMasked(n, rng, level, change, 0.5, change.p) : drawMasked(n, rng, factor, change, 1, change.p);
    for (int64_t i = 0; i < n; i++)
      lights[i] = inTurn(lights[i], isBrightness                       ? diagonal(1, logitOf(drawn[i]))
                                    : change.kind == Change::contrast ? diagonal(drawn[i], 0)
                                                                      : towardsGrey(drawn[i]));
  }
  return lights;
}

PartRange PartRange::of(at::ArrayRef<double> numbers) {
  check((numbers.size() == 3 || numbers.size() == 5) && std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x) && x > 0; }),
        "the range of a part is three numbers above 0, or five");
  PartRange range{{numbers[0], numbers[1]}, numbers[2], numbers.size() == 5, {1, 1}};
  check(range.shapes[0] <= range.shapes[1] && range.share <= 1, "the range of a part goes up, and its share is at most 1");
  if (!range.draws) return range;
  range.areas[0] = numbers[3], range.areas[1] = numbers[4];
  check(range.areas[0] <= range.areas[1] && range.areas[1] <= 1, "areas are shares of the picture's");
  return range;
}

Part drawPart(const PartRange& range, int height, int width, Edge first, Rng& rng) {
  for (int attempt = 0; range.draws && attempt < 10; attempt++) {
    const double area = rng.uniform(range.areas[0], range.areas[1]) * width * height;
    const double shape = std::exp(rng.uniform(std::log(range.shapes[0]), std::log(range.shapes[1])));
    const double w = roundHalfEven(std::sqrt(area * shape)), h = roundHalfEven(std::sqrt(area / shape));
    if (w > width || h > height) continue;
    auto edge = [&](double room) { return double(rng.whole(0, static_cast<int64_t>(room))); };
    if (first == Edge::left) {
      const double left = edge(width - w);
      return {edge(height - h), left, h, w};
    }
    const double top = edge(height - h);
    return {top, edge(width - w), h, w};
  }
  return largestPart(range, height, width);
}

}  // namespace onecycle
