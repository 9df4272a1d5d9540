using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Commands;

/// <summary>The ledger in a database file of the Local host. It is here because Azure's build has no SQLite.</summary>
public static class LedgerFile
{
    /// <summary>Proves the ledger as it is at this moment; a host may be writing it.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">There is no such file, or it cannot be read.</exception>
    public static ProvenLedger Prove(string path, TimeProvider time)
    {
        using var snapshot = new SqliteSnapshot(path, time);
        var proof = new LedgerProof();
        snapshot.ForEach(LedgerPosting.OfWallets, proof.Add);
        snapshot.ForEach(LedgerPosting.OfEscrows, proof.Add);
        snapshot.ForEach(Wallet.Kind, (partition, _, wallet) => proof.AddWallet(partition, wallet));
        snapshot.ForEach(GigEscrow.Kind, (_, id, gig) => proof.AddEscrow(id, gig));
        return proof.State();
    }
}
