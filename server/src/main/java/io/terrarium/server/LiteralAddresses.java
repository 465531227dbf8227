package io.terrarium.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Has no address looked up for its name, in the whole process. The web server would do that for
 * every client that speaks TLS: it waits then for a server of names that may be the client's own,
 * on a thread that all clients share, and logs would show a name of the client's choice where its
 * address belongs.
 */
public final class LiteralAddresses extends InetAddressResolverProvider {
  /** For the virtual machine, which finds it. */
  public LiteralAddresses() {}

  @Override
  public String name() {
    return "terrarium";
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration.builtinResolver());
  }

  private record Resolver(InetAddressResolver usual) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      return usual.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException("the names of addresses are not looked up");
    }
  }
}
