// Everything works without this file. With it: a lost connection is said where the person looks, and what happens on an
// account appears by itself.
(() => {
  'use strict'

  const gap = '\u00a0'
  const digits = minor => (minor < 0 ? '\u2212' : '') + String(Math.abs(minor)).replace(/\B(?=(\d{3})+$)/g, gap)
  const amount = minor => digits(minor) + gap + 'FCFA'

  // A form whose answer never came: nothing is known, so say so beside the form. Its address and its key stay, and the
  // page asks the ledger before it offers the button again.
  const lost = event => {
    const form = event.detail?.ctx?.sourceElement ?? event.target
    if (!(form instanceof HTMLFormElement) || form.querySelector('.lost')) return
    const template = form.querySelector('template.lost-hint')
    const note = document.createElement('p')
    note.className = 'notice warn lost'
    note.setAttribute('role', 'alert')
    if (template) note.append(template.content.cloneNode(true))
    else note.textContent = document.body.dataset.lost
    form.append(note)
  }
  document.addEventListener('htmx:error', lost)

  // The answer to a form took the page's place: whoever types or listens goes on where it matters.
  document.addEventListener('htmx:after:swap', event => {
    if (!(event.detail?.ctx?.sourceElement instanceof HTMLFormElement)) return
    const wrong = document.querySelector('#main [aria-invalid=true]')
    ;(wrong ?? document.getElementById('main'))?.focus({ preventScroll: !wrong })
  })

  document.addEventListener('click', event => {
    if (event.target.closest('[data-print]')) print()
    for (const open of document.querySelectorAll('.top details[open]')) if (!open.contains(event.target)) open.open = false
  })

  // --- near me ---
  // Whoever lets the browser tell where they are sees what is near first; nobody is asked before they touch the button.
  for (const button of document.querySelectorAll('[data-near]')) button.hidden = !navigator.geolocation
  document.addEventListener('click', event => {
    const form = event.target.closest('[data-near]')?.form
    if (form) navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.querySelector('[data-here]').value = coords.latitude.toFixed(3) + ',' + coords.longitude.toFixed(3)
      form.submit()
    }, () => {}, { timeout: 10000, maximumAge: 600000 })
  })

  // --- what ends, or begins, at a time ---
  // The page says how many seconds are left when it is made, so that a telephone's wrong clock shows the right time. At
  // nought the page is asked for again; not by everybody in the same instant.
  const ends = new WeakMap()
  const two = number => String(number).padStart(2, '0')
  const tick = () => {
    for (const place of document.querySelectorAll('[data-countdown]')) {
      if (!ends.has(place)) ends.set(place, performance.now() + 1000 * Number(place.dataset.countdown))
      const left = Math.ceil((ends.get(place) - performance.now()) / 1000)
      if (left < 0 && !place.dataset.over) {
        place.dataset.over = 'true'
        setTimeout(() => location.reload(), 500 + 1500 * Math.random())
      }
      const shown = Math.max(0, left), days = Math.floor(shown / 86400)
      if (days < 2) place.textContent = `${two(Math.floor(shown / 3600))}:${two(Math.floor(shown / 60) % 60)}:${two(shown % 60)}`
    }
  }
  tick()
  setInterval(tick, 1000)

  // --- share ---
  // A telephone that has ways of its own to share shows them; everywhere else the links open.
  document.addEventListener('click', event => {
    const share = event.target.closest('[data-share]')
    if (!share || !navigator.share) return
    event.preventDefault()
    navigator.share({ title: share.dataset.title, url: share.dataset.share }).catch(() => {})
  })

  // --- live ---
  // #live is a wallet or float whose figures move; [data-topic] is a part of a page that is fetched again when its topic
  // says that something has changed; [data-counts] is a figure that the notice itself brings, so that nothing is fetched.
  const live = document.getElementById('live')
  const topics = () => [...document.querySelectorAll('[data-topic]:not([data-topic=""])')]
  const counts = () => [...document.querySelectorAll('[data-counts]')]
  if ((!live && topics().length === 0 && counts().length === 0) || !window.signalR) return

  const seen = new Set()
  let listening = false
  const state = on => {
    listening = on
    const mark = document.querySelector('[data-state]')
    if (!mark) return
    mark.hidden = false
    mark.dataset.state = on ? 'on' : 'off'
    mark.textContent = on ? mark.dataset.on : mark.dataset.off
  }
  document.addEventListener('htmx:after:swap', () => state(listening))

  const fresh = element => {
    element.classList.remove('fresh')
    void element.offsetWidth
    element.classList.add('fresh')
  }

  const show = (happening, incoming) => {
    const root = document.getElementById('live')
    if (happening.account !== root?.dataset.account || seen.has(happening.id)) return
    seen.add(happening.id)
    if (happening.balance != null) {
      for (const place of root.querySelectorAll('[data-balance]')) {
        place.textContent = digits(happening.balance)
        fresh(place)
      }
      const moved = happening.balance - Number(root.dataset.ledgerBalance)
      for (const place of root.querySelectorAll('[data-available]')) {
        place.dataset.available = Number(place.dataset.available) + moved
        place.textContent = amount(Number(place.dataset.available))
      }
      root.dataset.ledgerBalance = happening.balance
    }
    if (incoming !== undefined) addRow(root, happening, incoming)
  }

  const addRow = (root, happening, incoming) => {
    const rows = root.querySelector('[data-rows]')
    const template = document.getElementById(incoming ? 'row-in' : 'row-out')
    if (!rows || !template || rows.querySelector(`[data-transfer="${CSS.escape(happening.transfer)}"]`)) return
    const row = template.content.firstElementChild.cloneNode(true)
    row.dataset.transfer = happening.transfer
    row.querySelector('a').href = '/wallet/receipt/' + happening.transfer
    const kind = JSON.parse(row.dataset.kinds)[happening.kind] ?? ''
    const person = happening.counterpartyPhone ? happening.counterpartyName : ''
    row.querySelector('[data-name]').textContent = person || kind
    row.querySelector('[data-amount]').textContent = (incoming ? '+' : '\u2212') + amount(happening.amount)
    row.querySelector('[data-note]').textContent = happening.note || (person ? kind : happening.counterpartyName)
    rows.prepend(row)
    rows.hidden = false
    root.querySelector('[data-empty]')?.remove()
    while (rows.children.length > Number(rows.dataset.rows)) rows.lastElementChild.remove()
    fresh(row)
  }

  // What somebody is typing, or has chosen, must not be swept away; the part is fetched once they are done.
  const isTouched = part => [...part.querySelectorAll('input:not([type=hidden]), textarea, select')].some(field =>
    field === document.activeElement || field.files?.length > 0
    || (field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked : 'defaultValue' in field && field.value !== field.defaultValue))

  // Several notices at once fetch a part once; a part without an id cannot be found in the answer. What is said while it
  // is on its way is fetched afterwards, and so is what somebody began to fill in, or replaced, meanwhile.
  const due = new Map()
  const again = part => {
    if (!part) return
    if (due.has(part.id)) return void (due.get(part.id) === 'fetching' && due.set(part.id, 'again'))
    due.set(part.id, 'waiting')
    setTimeout(bring, 150, part.id)
  }
  const bring = id => {
    const part = document.getElementById(id)
    if (!part) return void due.delete(id)
    if (isTouched(part)) return void setTimeout(bring, 1500, id)
    due.set(id, 'fetching')
    let came = false
    part.addEventListener('htmx:before:swap', event => {
      if (event.target !== part) return
      came = !isTouched(part)
      if (!came) event.preventDefault()
    })
    const address = part.dataset.from ?? location.pathname + location.search
    Promise.resolve(window.htmx?.ajax('GET', address, { source: part, target: part, select: '#' + id, swap: 'outerHTML' })).catch(() => {}).finally(() => {
      const more = due.get(id) === 'again' || (!came && (!part.isConnected || isTouched(part)))
      due.delete(id)
      if (more) again(document.getElementById(id))
    })
  }

  // What was said while nobody listened: the ledger is asked once whether anything did happen.
  const refresh = () => {
    for (const part of topics()) again(part)
    if (!document.getElementById('live')) return
    const seen = encodeURIComponent(document.getElementById('live').dataset.seen)
    window.htmx?.ajax('GET', `${location.pathname}?handler=Live&seen=${seen}`, { target: '#live', select: '#live', swap: 'outerHTML' })
  }

  const connection = new signalR.HubConnectionBuilder()
    .withUrl('/hubs/live', { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: context => Math.min(30000, 1000 * 2 ** context.previousRetryCount) })
    .configureLogging(signalR.LogLevel.None)
    .build()
  // A till is fetched again when its account is paid, and rings: a short tone, once the page has been touched.
  const ring = happening => {
    for (const part of document.querySelectorAll('[data-till]')) {
      if (part.dataset.till !== happening.account) continue
      again(part)
      try {
        const sound = new AudioContext(), tone = sound.createOscillator()
        tone.connect(sound.destination)
        tone.start()
        tone.stop(sound.currentTime + 0.2)
      } catch {}
    }
  }
  connection.on('PaymentReceived', happening => { show(happening, true); ring(happening) })
  connection.on('PaymentSent', happening => show(happening, false))
  connection.on('AccountChanged', happening => show(happening))
  connection.on('Noticed', notice => {
    for (const place of counts()) {
      const left = notice.topic === place.dataset.counts ? notice.data?.[place.dataset.key] : undefined
      if (left !== undefined) place.textContent = left === '0' ? place.dataset.none : place.dataset.words.replace('{0}', left)
    }
    for (const part of topics()) if (notice.topic === part.dataset.topic || (part.dataset.topic === 'person' && notice.topic.startsWith('person:'))) again(part)
  })
  connection.on('Watching', () => {
    for (const name of new Set([...topics().map(part => part.dataset.topic), ...counts().map(place => place.dataset.counts)])) {
      if (name === 'person') continue
      // What was said before anybody followed is asked for once.
      connection.invoke('Follow', name).then(() => {
        for (const place of counts()) if (place.dataset.counts === name) again(place.closest('[id]'))
      }).catch(() => {})
    }
    refresh()
    state(true)
  })
  connection.onreconnecting(() => state(false))

  // A first start that fails is not repeated by the library.
  let wait = 1000
  const start = () => connection.start().catch(() => {
    state(false)
    setTimeout(start, wait)
    wait = Math.min(30000, wait * 2)
  })
  start()
})()
