//! The bare maths of one target: what no tracker of this model can do without.
//!
//! The scalar loop of the limit that the project measures itself against: arrays of numbers, one
//! Runge–Kutta step of the state and its transition matrix, and the joint update by range, azimuth
//! and elevation, written by hand. Without a Joseph form, without time, without a sensor's model.

type Matrix = [[f64; 6]; 6];

const MU: f64 = 3.986_004_418e14;
const RE: f64 = 6_378_137.0;
const J2: f64 = 1.082_626_68e-3;
const OM: f64 = 7.292_115e-5;
const NOISE: f64 = 1e-4;

/// Standard deviations of range, azimuth and elevation.
const SIGMA: [f64; 3] = [20.0, 1e-3, 1e-3];

/// A radar: where it is, and its axes east, north and up.
#[derive(Clone, Copy)]
pub(crate) struct Radar {
    pub(crate) place: [f64; 3],
    pub(crate) axes: [[f64; 3]; 3],
}

fn dynamics(s: &[f64; 6]) -> ([f64; 3], [f64; 6]) {
    let (x, y, z) = (s[0], s[1], s[2]);
    let ir2 = 1.0 / (x * x + y * y + z * z);
    let ir = ir2.sqrt();
    let mr3 = MU * ir2 * ir;
    let z2r = z * z * ir2;
    let k = 1.5 * J2 * RE * RE * ir2;
    let a = -mr3 * (1.0 + k * (1.0 - 5.0 * z2r));
    let b = -mr3 * (1.0 + k * (3.0 - 5.0 * z2r));
    let (w2, tw) = (OM * OM, 2.0 * OM);
    let acc = [(a + w2) * x + tw * s[4], (a + w2) * y - tw * s[3], b * z];
    let m5 = 3.0 * mr3 * ir2;
    let kc = mr3 * k;
    let mg = m5 + kc * ir2 * (5.0 - 35.0 * z2r);
    let mh = m5 + kc * ir2 * (15.0 - 35.0 * z2r);
    let xx = mg * (x * x) + (a + w2);
    let yy = mg * (y * y) + (a + w2);
    let zz = b + m5 * z * z + kc * (25.0 * z2r - 35.0 * z2r * z2r);
    (acc, [xx, mg * x * y, mh * x * z, yy, mh * y * z, zz])
}

/// `A * phi`, with `A = [[0, I], [G, W]]`.
fn a_mul(g: &[f64; 6], p: &Matrix) -> Matrix {
    let mut o = *p;
    let tw = 2.0 * OM;
    for j in 0..6 {
        o[0][j] = p[3][j];
        o[1][j] = p[4][j];
        o[2][j] = p[5][j];
        o[3][j] = g[0] * p[0][j] + (g[1] * p[1][j] + (g[2] * p[2][j] + tw * p[4][j]));
        o[4][j] = g[1] * p[0][j] + (g[3] * p[1][j] + (g[4] * p[2][j] - tw * p[3][j]));
        o[5][j] = g[2] * p[0][j] + (g[4] * p[1][j] + g[5] * p[2][j]);
    }
    o
}

fn axpy6(x: &[f64; 6], k: &[f64; 6], h: f64) -> [f64; 6] {
    let mut o = *x;
    for i in 0..6 {
        o[i] += h * k[i];
    }
    o
}

fn eye_plus(k: &Matrix, h: f64) -> Matrix {
    let mut o = *k;
    for i in 0..6 {
        for j in 0..6 {
            o[i][j] = h * k[i][j];
        }
        o[i][i] += 1.0;
    }
    o
}

#[inline]
pub(crate) fn predict(x: &mut [f64; 6], p: &mut Matrix, dt: f64) {
    let (h2, h, tw) = (0.5 * dt, dt, 2.0 * OM);
    let (a1, g1) = dynamics(x);
    let k1 = [x[3], x[4], x[5], a1[0], a1[1], a1[2]];
    let m1: Matrix = [
        [0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        [g1[0], g1[1], g1[2], 0.0, tw, 0.0],
        [g1[1], g1[3], g1[4], -tw, 0.0, 0.0],
        [g1[2], g1[4], g1[5], 0.0, 0.0, 0.0],
    ];
    let s2 = axpy6(x, &k1, h2);
    let (a2, g2) = dynamics(&s2);
    let k2 = [s2[3], s2[4], s2[5], a2[0], a2[1], a2[2]];
    let m2 = a_mul(&g2, &eye_plus(&m1, h2));
    let s3 = axpy6(x, &k2, h2);
    let (a3, g3) = dynamics(&s3);
    let k3 = [s3[3], s3[4], s3[5], a3[0], a3[1], a3[2]];
    let m3 = a_mul(&g3, &eye_plus(&m2, h2));
    let s4 = axpy6(x, &k3, h);
    let (a4, g4) = dynamics(&s4);
    let k4 = [s4[3], s4[4], s4[5], a4[0], a4[1], a4[2]];
    let m4 = a_mul(&g4, &eye_plus(&m3, h));
    let h6 = dt / 6.0;
    for i in 0..6 {
        x[i] += h6 * (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]);
    }
    let mut f = m1;
    for i in 0..6 {
        for j in 0..6 {
            f[i][j] = h6 * (m1[i][j] + 2.0 * (m2[i][j] + m3[i][j]) + m4[i][j]);
        }
        f[i][i] += 1.0;
    }
    let mut fp = f;
    for i in 0..6 {
        for j in 0..6 {
            let mut sum = f[i][0] * p[0][j];
            for k in 1..6 {
                sum += f[i][k] * p[k][j];
            }
            fp[i][j] = sum;
        }
    }
    for i in 0..6 {
        for j in 0..=i {
            let mut sum = fp[i][0] * f[j][0];
            for k in 1..6 {
                sum += fp[i][k] * f[j][k];
            }
            p[i][j] = sum;
            p[j][i] = sum;
        }
    }
    let (cube, square) = (NOISE * dt * dt * dt / 3.0, NOISE * dt * dt / 2.0);
    for i in 0..3 {
        p[i][i] += cube;
        p[i + 3][i + 3] += NOISE * dt;
        p[i][i + 3] += square;
        p[i + 3][i] += square;
    }
}

fn joint(x: &mut [f64; 6], p: &mut Matrix, hm: &[[f64; 3]; 3], y: &[f64; 3]) {
    let mut ph = [[0.0; 3]; 6];
    for i in 0..6 {
        for j in 0..3 {
            ph[i][j] = p[i][0] * hm[j][0] + (p[i][1] * hm[j][1] + p[i][2] * hm[j][2]);
        }
    }
    let dot =
        |a: usize, b: usize| hm[a][0] * ph[0][b] + (hm[a][1] * ph[1][b] + hm[a][2] * ph[2][b]);
    let s00 = dot(0, 0) + SIGMA[0] * SIGMA[0];
    let (s01, s02, s12) = (dot(0, 1), dot(0, 2), dot(1, 2));
    let s11 = dot(1, 1) + SIGMA[1] * SIGMA[1];
    let s22 = dot(2, 2) + SIGMA[2] * SIGMA[2];
    let c00 = s11 * s22 - s12 * s12;
    let c01 = s02 * s12 - s01 * s22;
    let c02 = s01 * s12 - s02 * s11;
    let det = 1.0 / (s00 * c00 + s01 * c01 + s02 * c02);
    let (i00, i01, i02) = (c00 * det, c01 * det, c02 * det);
    let i11 = (s00 * s22 - s02 * s02) * det;
    let i12 = (s01 * s02 - s00 * s12) * det;
    let i22 = (s00 * s11 - s01 * s01) * det;
    let mut k = ph;
    for i in 0..6 {
        k[i][0] = ph[i][0] * i00 + (ph[i][1] * i01 + ph[i][2] * i02);
        k[i][1] = ph[i][0] * i01 + (ph[i][1] * i11 + ph[i][2] * i12);
        k[i][2] = ph[i][0] * i02 + (ph[i][1] * i12 + ph[i][2] * i22);
        x[i] += k[i][0] * y[0] + (k[i][1] * y[1] + k[i][2] * y[2]);
    }
    for i in 0..6 {
        for j in 0..=i {
            let v = p[i][j] - (k[i][0] * ph[j][0] + (k[i][1] * ph[j][1] + k[i][2] * ph[j][2]));
            p[i][j] = v;
            p[j][i] = v;
        }
    }
}

#[inline]
pub(crate) fn update(x: &mut [f64; 6], p: &mut Matrix, r: &Radar, z: &[f64; 3]) {
    let d = [x[0] - r.place[0], x[1] - r.place[1], x[2] - r.place[2]];
    let along = |axis: &[f64; 3]| axis[0] * d[0] + (axis[1] * d[1] + axis[2] * d[2]);
    let [e, n, u] = [along(&r.axes[0]), along(&r.axes[1]), along(&r.axes[2])];
    let h2 = e * e + n * n;
    let r2 = h2 + u * u;
    let (ih2, ir2) = (1.0 / h2, 1.0 / r2);
    let (h, range) = (h2.sqrt(), r2.sqrt());
    let ir = range * ir2;
    let c = -u * ir2 * (h * ih2);
    let local = [[e * ir, n * ir, u * ir], [n * ih2, -e * ih2, 0.0], [e * c, n * c, h * ir2]];
    let [east, north, up] = &r.axes;
    let hm = local.map(|row: [f64; 3]| {
        [0, 1, 2].map(|j: usize| row[0] * east[j] + (row[1] * north[j] + row[2] * up[j]))
    });
    let mut da = z[1] - libm::atan2(e, n);
    if da > std::f64::consts::PI {
        da -= 2.0 * std::f64::consts::PI;
    }
    if da < -std::f64::consts::PI {
        da += 2.0 * std::f64::consts::PI;
    }
    joint(x, p, &hm, &[z[0] - range, da, z[2] - libm::atan2(u, h)]);
}
