import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/** A file's name for what an address gives; no two addresses have the same. */
export const fileNameOf = (address: string): string =>
  `${createHash('sha256').update(address).digest('hex').slice(0, 12)}-${decodeURIComponent(basename(new URL(address).pathname))}`;

/** How an archive is recognised: its size in bytes and the MD5 of its first MiB, as fastai's list has them. */
export interface ArchiveCheck {
  readonly size: number;
  readonly md5: string;
}

const imageclas = 'https://s3.amazonaws.com/fast-ai-imageclas/';
const imagelocal = 'https://s3.amazonaws.com/fast-ai-imagelocal/';
const coco = 'https://s3.amazonaws.com/fast-ai-coco/';
const sample = 'https://s3.amazonaws.com/fast-ai-sample/';

/**
 * Addresses of data sets for `untarData`: fastai's list of image data sets, by its names, and `PAPER_PETS`, which is
 * drawn on this machine. fastai: `URLs`.
 */
export const URLs = {
  /** The Oxford-IIIT Pet data set: 37 breeds, 7,390 photographs, 774 MiB. */
  PETS: `${imageclas}oxford-iiit-pet.tgz`,
  /** Twelve breeds of pets cut from paper, drawn here: no download. */
  PAPER_PETS: 'onecycle:paper-pets',

  // Classification
  CALTECH_101: `${imageclas}caltech_101.tgz`,
  CARS: `${imageclas}stanford-cars.tgz`,
  CIFAR: `${sample}cifar10.tgz`,
  CIFAR_100: `${imageclas}cifar100.tgz`,
  CUB_200_2011: `${imageclas}CUB_200_2011.tgz`,
  DOGS: `${sample}dogscats.tgz`,
  FLOWERS: `${imageclas}oxford-102-flowers.tgz`,
  FOOD: `${imageclas}food-101.tgz`,
  IMAGENETTE: `${imageclas}imagenette2.tgz`,
  IMAGENETTE_160: `${imageclas}imagenette2-160.tgz`,
  IMAGENETTE_320: `${imageclas}imagenette2-320.tgz`,
  IMAGEWANG: `${imageclas}imagewang.tgz`,
  IMAGEWANG_160: `${imageclas}imagewang-160.tgz`,
  IMAGEWANG_320: `${imageclas}imagewang-320.tgz`,
  IMAGEWOOF: `${imageclas}imagewoof2.tgz`,
  IMAGEWOOF_160: `${imageclas}imagewoof2-160.tgz`,
  IMAGEWOOF_320: `${imageclas}imagewoof2-320.tgz`,
  LSUN_BEDROOMS: `${imageclas}bedroom.tgz`,
  MNIST: `${imageclas}mnist_png.tgz`,
  MNIST_SAMPLE: `${sample}mnist_sample.tgz`,
  MNIST_TINY: `${sample}mnist_tiny.tgz`,
  MNIST_VAR_SIZE_TINY: `${imageclas}mnist_var_size_tiny.tgz`,
  PLANET_SAMPLE: `${sample}planet_sample.tgz`,
  PLANET_TINY: `${sample}planet_tiny.tgz`,

  // Localization, key points, segmentation
  BIWI_HEAD_POSE: `${imagelocal}biwi_head_pose.tgz`,
  BIWI_SAMPLE: `${sample}biwi_sample.tgz`,
  CAMVID: `${imagelocal}camvid.tgz`,
  CAMVID_TINY: `${sample}camvid_tiny.tgz`,
  COCO_SAMPLE: `${coco}coco_sample.tgz`,
  COCO_TINY: `${coco}coco_tiny.tgz`,
  PASCAL_2007: `${imagelocal}pascal_2007.tgz`,
  PASCAL_2012: `${imagelocal}pascal_2012.tgz`,
} as const;

const check = (size: number, md5: string): ArchiveCheck => ({ size, md5 });

/** What is known of the archives behind the addresses. */
export const archiveChecks: ReadonlyMap<string, ArchiveCheck> = new Map([
  [URLs.PETS, check(811706944, 'e4db5c768afd933bb91f5f594d7417a4')],
  [URLs.CALTECH_101, check(131740031, 'd673425306e98ee4619fcdeef8a0e876')],
  [URLs.CARS, check(1957803273, '9045d6673c9ced0889f41816f6bf2f9f')],
  [URLs.CIFAR, check(168168549, 'a5f8c31371b63a406b23368042812d3c')],
  [URLs.CIFAR_100, check(169168619, 'e5e65dcb54b9d3913f7b8a9ad6607e62')],
  [URLs.CUB_200_2011, check(1150585339, 'd2acaa99439dff0483c7bbac1bfe2a92')],
  [URLs.DOGS, check(839285364, '3e483c8d6ef2175e9d395a6027eb92b7')],
  [URLs.FLOWERS, check(345236087, '5666e01c1311b4c67fcf20d2b3850a88')],
  [URLs.FOOD, check(5686607260, '1a540ebf1fb40b2bf3f2294234ba7907')],
  [URLs.IMAGENETTE, check(1557161267, '2c774ecb40005b35d7937d50f5d42336')],
  [URLs.IMAGENETTE_160, check(99003388, 'c475f8f7617a200ba35b9facc48443c3')],
  [URLs.IMAGENETTE_320, check(341663724, '1f1f74f133caff120e575856659b87a2')],
  [URLs.IMAGEWANG, check(2900347689, '2b7776bac0fc95db72ac8a3b091a3e30')],
  [URLs.IMAGEWANG_160, check(191498213, 'dab9b1d97b95574ac64122a19bc74ca1')],
  [URLs.IMAGEWANG_320, check(669826647, 'fff8ac034d60e14fcf7789845e625263')],
  [URLs.IMAGEWOOF, check(1343715595, '2cc1c1e36e20cb6fd24ffb978edcb487')],
  [URLs.IMAGEWOOF_160, check(92612825, '3559b194123981a540b87132dbda412f')],
  [URLs.IMAGEWOOF_320, check(328387740, '7a1fd92672a559a85de76e4810a20c21')],
  [URLs.LSUN_BEDROOMS, check(4579163978, '35d84f38f8a15fe47e66e460c8800d68')],
  [URLs.MNIST, check(15683414, '03639f83c4e3d19e0a3a53a8a997c487')],
  [URLs.MNIST_SAMPLE, check(3214948, '2dbc7ec6f9259b583af0072c55816a88')],
  [URLs.MNIST_TINY, check(342207, '56143e8f24db90d925d82a5a74141875')],
  [URLs.MNIST_VAR_SIZE_TINY, check(565372, 'b71a930f4eb744a4a143a6c7ff7ed67f')],
  [URLs.PLANET_SAMPLE, check(15523994, '8bfb174b3162f07fbde09b54555bdb00')],
  [URLs.PLANET_TINY, check(997569, '490873c5683454d4b2611fb1f00a68a9')],
  [URLs.BIWI_HEAD_POSE, check(452316199, '00f4ccf66e8cba184bc292fdc08fb237')],
  [URLs.BIWI_SAMPLE, check(593774, '9179f4c1435f4b291f0d5b072d60c2c9')],
  [URLs.CAMVID, check(598913237, '648371e4f3a833682afb39b08a3ce2aa')],
  [URLs.CAMVID_TINY, check(2314212, '2cf6daf91b7a2083ecfa3e9968e9d915')],
  [URLs.COCO_SAMPLE, check(3245877008, '006cd55d633d94b36ecaf661467830ec')],
  [URLs.COCO_TINY, check(801038, '367467451ac4fba79a647753c2c66d3a')],
  [URLs.PASCAL_2007, check(1637796771, '433b4706eb7c42bd74e7f784e3fdf244')],
  [URLs.PASCAL_2012, check(2618908000, 'd90e29e54a4c76c0c6fba8355dcbaca5')],
]);
