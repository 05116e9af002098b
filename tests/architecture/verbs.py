"""The verbs with which public functions begin."""

VERBS = set(
    """
    accept acknowledge activate add admit adopt aggregate announce anonymise answer appeal append apply
    appoint approve archive ask assess assign attach authorise autoload begin build cache calculate call
    can cancel carry cast change check choose claim clean clear close collect compare compile complete
    compute configure confirm convert copy count create deactivate decide declare decline decode decrypt
    delete deliver describe digest disable dispatch dissolve drain drop dump edit embed enable encode
    encrypt end enter erase escape exclude execute expire explain export extend extract fetch filter find
    finish fire fold follow forget format generate get give grant group guard hand handle has hash hide
    hold import include index inherit inspect install introduce invalidate invite is issue iterate join
    lapse learn leave lift limit link list listen load lock log lookup main make map mark mask may measure
    merge moderate move must name narrow normalise note notify offer open order pack paginate parse pin
    place plan poll post prefetch prepare present preview promote propose prune publish purge push queue
    quote raise rate reactivate read rebuild record redact redeem refer refresh refuse register release
    relocate remember remind remove rename render renew reorder replace replay report request require
    reschedule reset resolve respond restore restrict resume resync retry reverse revoke rotate route run
    save say scan schedule select send serve set share shorten should show sign snooze sort split spread
    start stop store stream strip submit subscribe subtract support suspend sweep sync tail take tally
    throttle tick transfer transition translate trim truncate undo unlink unlock unmute unpin unpublish
    unsubscribe update upload use validate verify void wait walk watch widen withdraw wrap write
    """.split()
)
