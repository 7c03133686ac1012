export * from '@onecycle/torch';
