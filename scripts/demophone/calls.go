package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// sceneTime is how long a call may take; the longest one here takes about half a
// minute.
const sceneTime = 2 * time.Minute

// placeCalls plays the scenes one after another. The error says how many of
// their calls are not in the history as they should be.
func placeCalls(ctx context.Context) (err error) {
	p, err := gather(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	wrong := 0
	all := scenes()
	for i, s := range all {
		fmt.Printf("\n\033[1mCall %d of %d: %s\033[0m\n", i+1, len(all), s.title)
		failures, err := play(ctx, p, s)
		if err != nil {
			return err
		}
		for _, failure := range failures {
			fmt.Printf("  WRONG: %s\n", failure)
		}
		if len(failures) > 0 {
			wrong++
		} else {
			fmt.Println("  This is how it should be.")
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d calls did not go as they should", wrong, len(all))
	}
	return nil
}

// play plays one scene, prints its trace, and says what was not as it should be.
func play(ctx context.Context, p *people, s scene) (failures []string, err error) {
	limited, cancel := context.WithTimeout(ctx, sceneTime)
	defer cancel()
	p.from = s.from
	begin := time.Now()
	if err := s.act(limited, p); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		failures = append(failures, err.Error())
	}
	id, err := findCall(ctx, s.from, begin)
	if err != nil {
		return append(failures, err.Error()), nil
	}
	fmt.Println()
	if err := showTrace(ctx, id); err != nil {
		return nil, err
	}
	fmt.Println()
	unlike, err := s.want.compare(ctx, id)
	return append(failures, unlike...), err
}
