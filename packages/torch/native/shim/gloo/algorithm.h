// See gloo/context.h: nothing of it is needed.
#pragma once
