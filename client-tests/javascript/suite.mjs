// What the official JavaScript driver does that no Java driver does, and the basics: MUSTER_ROUTED and MUSTER_DIRECT say where
// the cluster is, MUSTER_LEADER who leads the database "neo4j". Run by JavaScriptDriverIT, one test of its own for each of these.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import neo4j from 'neo4j-driver'

const routed = neo4j.driver(process.env.MUSTER_ROUTED)
const direct = neo4j.driver(process.env.MUSTER_DIRECT)
after(() => Promise.all([routed.close(), direct.close()]))

async function session(driver, config, work) {
  const opened = driver.session(config)
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}

async function failure(query, parameters) {
  return session(routed, {}, async s => {
    try {
      await s.run(query, parameters)
      return 'no failure'
    } catch (e) {
      return `${e.code}: ${e.message}`
    }
  })
}

test('connects directly and routed, with Bolt 5.8', async () => {
  for (const driver of [routed, direct]) {
    const info = await driver.getServerInfo()
    assert.equal(info.agent, 'Neo4j/5.26.0')
    assert.equal(String(info.protocolVersion), '5.8')
    assert.equal(await driver.supportsMultiDb(), true)
  }
})

test('sessions that name no database work on the default one, again and again', async () => {
  for (let i = 0; i < 3; i++) {
    await session(routed, {}, async s => {
      const result = await s.run('RETURN 1 AS n')
      assert.equal(result.summary.database.name, 'neo4j')
    })
  }
})

test('values come back as they went', async () => {
  const i = neo4j.int
  const types = neo4j.types
  const values = [
    null, true, 'text ÅÄÖ \u{1F600}', 1.5, i(42), i('9223372036854775807'), [i(1), 'a', null],
    { key: 'value', nested: { list: [1.5] } }, new types.Date(i(2026), i(11), i(29)),
    new types.LocalTime(i(1), i(2), i(3), i(4)), new types.Time(i(1), i(2), i(3), i(4), i(3600)),
    new types.LocalDateTime(i(2026), i(11), i(29), i(1), i(2), i(3), i(4)),
    new types.DateTime(i(2026), i(11), i(29), i(1), i(2), i(3), i(4), i(3600)),
    new types.DateTime(i(2026), i(7), i(1), i(1), i(2), i(3), i(4), i(7200), 'Europe/Stockholm'),
    new types.Duration(i(1), i(2), i(3), i(4)),
    new types.Point(i(4326), 12.5, 55.5), new types.Point(i(9157), 1, 2, 3), Int8Array.from([1, -2, 3])
  ]
  const { records } = await routed.executeQuery('RETURN $values AS values', { values })
  assert.equal(JSON.stringify(records[0].get('values')), JSON.stringify(values))
})

test('nodes, relationships and paths are whole', async () => {
  const { records } = await routed.executeQuery(
    "CREATE p = (a:A {name: 'a'})-[r:TO {w: 1.5}]->(b:B) RETURN a, r, p")
  const [a, r, p] = ['a', 'r', 'p'].map(key => records[0].get(key))
  assert.deepEqual([a.labels, a.properties], [['A'], { name: 'a' }])
  assert.deepEqual([r.type, r.startNodeElementId], ['TO', a.elementId])
  assert.deepEqual([p.length, p.start.elementId, p.segments[0].relationship.elementId], [1, a.elementId, r.elementId])
})

test('a number is a float, which no limit takes', async () => {
  assert.match(await failure('UNWIND [1, 2] AS n RETURN n LIMIT $limit', { limit: 1 }),
    /^Neo\.ClientError\.Statement\.ArgumentError: .*1\.0/)
  const { records } = await routed.executeQuery('UNWIND [1, 2] AS n RETURN n LIMIT $limit', { limit: neo4j.int(1) })
  assert.equal(records.length, 1)
})

test('managed writes go to the leader and reads to others', async () => {
  const written = await session(routed, {}, s => s.executeWrite(tx => tx.run('CREATE (:Managed)')))
  assert.equal(written.summary.counters.updates().nodesCreated, 1)
  assert.equal(written.summary.server.address, process.env.MUSTER_LEADER)
  const read = await session(routed, {}, s => s.executeRead(tx => tx.run('RETURN 1')))
  assert.notEqual(read.summary.server.address, process.env.MUSTER_LEADER)
})

test('writes by bolt:// go to any server', async () => {
  await session(direct, {}, s => s.run('CREATE (:Direct)'))
  const counted = await session(direct, {}, s => s.run('MATCH (n:Direct) RETURN count(n) AS n'))
  assert.equal(counted.records[0].get('n').toNumber(), 1)
})

test('bookmarks make reads follow writes on other servers and databases', async () => {
  const bookmarks = []
  for (const database of ['neo4j', 'sales']) {
    await session(routed, { database, bookmarks }, async s => {
      await s.executeWrite(tx => tx.run('CREATE (:Step)'))
      bookmarks.push(...s.lastBookmarks())
    })
  }
  for (const database of ['neo4j', 'sales']) {
    const config = { database, bookmarks, defaultAccessMode: neo4j.session.READ }
    const counted = await session(routed, config, s => s.run('MATCH (n:Step) RETURN count(n) AS n'))
    assert.equal(counted.records[0].get('n').toNumber(), 1)
  }
})

test('explicit transactions commit and roll back', async () => {
  await session(routed, {}, async s => {
    const kept = s.beginTransaction()
    await kept.run('CREATE (:Explicit)')
    await kept.commit()
    const given = s.beginTransaction()
    await given.run('CREATE (:Explicit)')
    await given.rollback()
  })
  const counted = await session(routed, {}, s => s.executeWrite(tx => tx.run('MATCH (n:Explicit) RETURN count(n) AS n')))
  assert.equal(counted.records[0].get('n').toNumber(), 1)
})

test('large results come in pages, in order', async () => {
  await session(routed, { fetchSize: 100 }, async s => {
    const result = await s.run('UNWIND range(1, 1000) AS n RETURN n')
    assert.deepEqual(result.records.map(row => row.get('n').toNumber()), Array.from({ length: 1000 }, (_, i) => i + 1))
  })
})

test('failures have their codes and the session goes on', async () => {
  await session(routed, {}, async s => {
    for (const [query, code] of [['RETRUN 1', 'Neo.ClientError.Statement.SyntaxError'],
      ['RETURN 1 / 0', 'Neo.ClientError.Statement.ArithmeticError'],
      ['CALL no.such()', 'Neo.ClientError.Procedure.ProcedureNotFound']]) {
      await assert.rejects(s.run(query), { code })
      assert.equal((await s.run('RETURN 1 AS n')).records[0].get('n').toNumber(), 1)
    }
  })
  for (const driver of [routed, direct]) {
    await session(driver, { database: 'nope' }, s =>
      assert.rejects(s.run('RETURN 1'), { code: 'Neo.ClientError.Database.DatabaseNotFound' }))
  }
})
