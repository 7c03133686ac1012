export { ArchivedPicture } from './archived-picture.js';
export { readShards, type SampleParts, shardFiles } from './read-shards.js';
export {
  checkFree,
  type ShardPart,
  type ShardsWritten,
  type WriteShardsOptions,
  writeShards,
} from './write-shards.js';
