// Managed writes, one after the other, until standard input ends; prints each key that was acknowledged. Ends with an error if
// one of them fails.
import neo4j from 'neo4j-driver'

const driver = neo4j.driver(process.env.MUSTER_ROUTED)
let stopped = false
process.stdin.on('end', () => { stopped = true }).resume()
for (let key = 0; !stopped; key++) {
  const session = driver.session({ database: 'sales' })
  // A commit whose answer is lost is run again, hence MERGE.
  await session.executeWrite(tx => tx.run('MERGE (:Write {key: $key})', { key: neo4j.int(key) }))
  await session.close()
  console.log(key)
}
await driver.close()
